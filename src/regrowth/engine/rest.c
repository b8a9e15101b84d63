/* Undosed steady states: pseudo-transient continuation (Kelley & Keyes 1998, doi:10.1137/S0036142996304796).
 *
 * Linearly implicit Euler steps that grow from seconds to millennia: first they follow the system to where it
 * settles, at the end they are Newton's method. Derivatives of where it settles follow from J ds + ∂f/∂p = 0. Above stand
 * prepare, rates_and_jacobian, factor, solve_factored, rest_values, add_rate_tangents and rest_tangents_of, generated with
 * at_rest(x) replaced by x.
 */

int32_t find_rest(const double *parameters, const double *inputs, const double *guess, const double *scale,
                  double *states, double *rest, double *state_tangents, double *rest_tangents, int32_t *status,
                  int32_t *worst_state, int64_t from, int64_t to) {
    V y[N_STATE], f[N_STATE], jacobian[N_ENTRY], matrix[N_ENTRY];
    uint64_t setting = flush_denormals();
    V parameter[N_PARAMETER + 1], input[N_INPUT + 1], unused[1], q[N_PREPARED + 1], seen[N_REST + 1];
    V tangent[DIRECTIONS * N_STATE + 1], rest_tangent[DIRECTIONS * N_REST + 1];
    for (int64_t first = from; first < to; first += W) {
        for (int l = 0; l < W; l++) {
            int64_t n = first + l < to ? first + l : to - 1;
            for (int i = 0; i < N_STATE; i++) y[i][l] = guess[n * N_STATE + i];
            for (int i = 0; i < N_PARAMETER; i++) parameter[i][l] = parameters[n * N_PARAMETER + i];
            for (int i = 0; i < N_INPUT; i++) input[i][l] = inputs[n * N_INPUT + i];
        }
        prepare(parameter, input, unused, unused, q);
        V h = K(1e-4), change = K(1);
        int32_t worst[W] = {0};
        VI still = (VI)(0);
        for (int round = 0; round < 4000; round++) {
            /* whoever has not settled by now starts again, in steps that follow the system closely */
            T reach = round < 400 ? 0.5 : 0.05, most = round < 400 ? 4 : 1.5;
            if (round == 400) {
                h = SELECT(still, h, K(1e-4));
                for (int i = 0; i < N_STATE; i++)
                    for (int l = 0; l < W; l++)
                        if (!still[l]) y[i][l] = guess[(first + l < to ? first + l : to - 1) * N_STATE + i];
            }
            rates_and_jacobian(y, q, f, jacobian);
            factor(jacobian, K(1) / h, matrix);
            solve_factored(matrix, f);
            change = K(0);
            VI broken = (VI)(0);
            for (int i = 0; i < N_STATE; i++) {
                V ratio = ABS(f[i]) / (K(scale[i]) + ABS(y[i]));
                broken |= NOT(ratio < K(1e30));
                for (int l = 0; l < W; l++) if (ratio[l] > change[l]) worst[l] = i;
                change = MAX(change, ratio);
            }
            VI refuse = broken | (change > K(6 * reach));
            for (int i = 0; i < N_STATE; i++) y[i] = SELECT(refuse | still, y[i], y[i] + f[i]);
            still |= NOT(refuse) & (h > K(1e7)) & (change < K(1e-10));
            V grow = MIN(MAX(K(reach) / MAX(change, K(1e-6)), K(0.3)), K(most));
            h = SELECT(refuse, K(0.1) * h, MIN(h * grow, K(1e9)));
            int all = 1;
            for (int l = 0; l < W; l++) all &= still[l] != 0;
            if (all) break;
        }
        rest_values(y, q, seen);
        if (DIRECTIONS) {
            rates_and_jacobian(y, q, f, jacobian);
            factor(jacobian, K(1e-12), matrix); /* a little, for a state that nothing pulls back */
            for (int i = 0; i < DIRECTIONS * N_STATE; i++) tangent[i] = K(0);
            add_rate_tangents(y, q, tangent);
            for (int k = 0; k < DIRECTIONS; k++) solve_factored(matrix, tangent + k * N_STATE);
            rest_tangents_of(y, tangent, q, rest_tangent);
        }
        for (int l = 0; l < W && first + l < to; l++) {
            int64_t n = first + l;
            status[n] = still[l] ? 0 : 1;
            worst_state[n] = worst[l];
            for (int i = 0; i < N_STATE; i++) states[n * N_STATE + i] = y[i][l];
            for (int i = 0; i < N_REST; i++) rest[n * N_REST + i] = seen[i][l];
            for (int i = 0; i < DIRECTIONS * N_STATE; i++) state_tangents[n * DIRECTIONS * N_STATE + i] = tangent[i][l];
            for (int i = 0; i < DIRECTIONS * N_REST; i++) rest_tangents[n * DIRECTIONS * N_REST + i] = rest_tangent[i][l];
        }
    }
    restore_denormals(setting);
    return 0;
}
