/* Rosenbrock integration of many people: one person per vector lane.
 *
 * Each lane has its own time, step, schedule and parameters, and takes the next person when its own is finished.
 * Lanes never read one another, so results do not depend on how people are grouped. Above this text stand the
 * generated functions: prepare, rates, rates_and_jacobian, factor, solve_factored, take_stages, dense_rows, between, and
 * take_tangents where sensitivities are asked for; and kinks.c. A person's rows are the states and, after them, the tangents.
 */

typedef struct {
    const double *parameters; /* [people][N_PARAMETER] */
    const double *start;      /* [people][ROWS], each person's undosed steady state, and its tangents */
    const double *rest;       /* [people][N_REST], values of at_rest(...) */
    const double *rest_tangent; /* [people][DIRECTIONS * N_REST] */
    const double *inputs;     /* [people][N_INPUT], before the first event */
    const int64_t *event_from; /* [people + 1] */
    const double *event_time;
    const int32_t *event_channel;
    const double *event_value;
    const double *time_start; /* [people] */
    const int64_t *out_from;  /* [people + 1] */
    const double *out_time;
    void (*observe)(const V *columns, const T *q, V *seen); /* the observables asked for, compiled apart */
    const int32_t *read;     /* [n_read], the rows they depend on */
    double *out;             /* [n_selected][n_rows] */
    const double *absolute;  /* [N_STATE], absolute tolerances */
    int32_t *status;         /* [people] */
    double *failed_at;       /* [people] */
    int32_t *failed_state;   /* [people] */
    int64_t *steps;          /* [people], accepted */
    int64_t *rejected;       /* [people] */
    int64_t *lane_slots;     /* [2]: slots used, slots run */
    volatile int32_t *stop;
    double relative, first_step, longest_step;
    double longest_share; /* of the time since the start, that a step may take */
    int64_t most_steps, n_rows;
    int32_t n_selected, n_read;
} Problem;

/* Where in a step its dense output is tried in the equations: where the slope of its error, about theta^2 (1 - theta)^2,
 * is largest; and how many tolerances of error inside the step a tolerance of defect there stands for, as measured. */
#define DEFECT_AT 0.789
#define DEFECT_PART 2.0
enum { DONE = 0, STEP_TOO_SMALL = 1, TOO_MANY_STEPS = 2, NOT_FINITE_AT_START = 3, INTERRUPTED = 4 };

/* States of one person at up to 2 W output times, waiting until a whole vector of times can be observed at once. */
typedef struct {
    V columns[ROWS][2];
    int filled;
    int64_t row; /* the next row of the result */
} Waiting;

LOCAL void keep_states(Waiting *w, int state, V values) {
    STORE((T *)w->columns[state] + w->filled, values);
}

/* Observe the first W waiting times, or, at an edge and at the end, what there is: inputs are about to change. */
LOCAL void observe_waiting(const Problem *p, Waiting *w, const V *q, int lane, int all) {
    while (w->filled >= W || (all && w->filled)) {
        int count = w->filled < W ? w->filled : W;
        V seen[SEEN(p)];
        OBSERVE(p)(w->columns[0], (const T *)q + lane, seen);
        for (int32_t k = 0; k < p->n_selected; k++) {
            const T *from = (const T *)&seen[k];
            for (int s = 0; s < count; s++) p->out[k * p->n_rows + w->row + s] = from[s];
        }
        for (int32_t k = 0; k < p->n_read; k++) w->columns[p->read[k]][0] = w->columns[p->read[k]][1];
        w->row += count;
        w->filled -= count;
    }
}

/* The state whose error is largest for its tolerance, or is no number. */
LOCAL int worst_state(const Problem *p, const V *y, const V *error, int l) {
    int worst = 0;
    T most = -1;
    for (int i = 0; i < N_STATE; i++) {
        V ratio = ABS(error[i]) / (K(p->absolute[i]) + K(p->relative) * ABS(y[i]));
        T r = AT(ratio, l);
        if (!(r <= most)) { worst = i; most = r; if (r != r) break; }
    }
    return worst;
}

ENTRY int32_t solve_people(const Problem *p, int64_t from, int64_t to) {
    V y[ROWS], next[ROWS], shorter[ROWS], stage[N_STATE], off[N_STATE], f[N_STATE], u[STAGES][N_STATE];
    V bent[2 * N_KINK + 1], bends[2 * N_KINK + 1], halfway[2 * N_KINK + 1];
    V jacobian[N_ENTRY], matrix[N_ENTRY], dense[DENSE_ROWS][ROWS];
    Waiting waiting[W];
    V parameter[N_PARAMETER + 1], input[N_INPUT + 1], rest[N_REST + 1], q[N_PREPARED + N_KINK + 1];
    V rest_tangent[DIRECTIONS * N_REST + 1];
    double time[W], step[W], ends[W], opening[W];
    int64_t person[W], event[W], event_end[W], out[W], out_end[W], count[W], refused[W];
    int lands[W], just_refused[W], opens[W], running = 0;
    int64_t coming = from, used = 0, run = 0;
    V *bar = q + N_PREPARED;
    uint64_t setting = flush_denormals();
    for (int k = 0; k < 2 * N_KINK; k++) bent[k] = K(0);

    for (int l = 0; l < W; l++) { person[l] = -1; time[l] = 0; step[l] = 1; ends[l] = 0; lands[l] = 0; }
    for (int i = 0; i < ROWS; i++) y[i] = K(p->start[from * ROWS + i]);
    for (int i = 0; i < N_PARAMETER; i++) parameter[i] = K(p->parameters[from * N_PARAMETER + i]);
    for (int i = 0; i < N_INPUT; i++) input[i] = K(p->inputs[from * N_INPUT + i]);
    for (int i = 0; i < N_REST; i++) rest[i] = K(p->rest[from * N_REST + i]);
    for (int i = 0; i < DIRECTIONS * N_REST; i++) rest_tangent[i] = K(p->rest_tangent[from * DIRECTIONS * N_REST + i]);

    for (;;) {
        VI moved = (VI)(0); /* people that start, and edges that were reached */
        for (int l = 0; l < W; l++) {
            if (person[l] < 0 && coming < to) {
                int64_t n = person[l] = coming++;
                running++;
                AT(moved, l) = -1;
                time[l] = p->time_start[n];
                step[l] = opening[l] = p->first_step;
                opens[l] = 1;
                event[l] = p->event_from[n];
                event_end[l] = p->event_from[n + 1];
                out[l] = p->out_from[n];
                out_end[l] = p->out_from[n + 1];
                waiting[l].filled = 0;
                waiting[l].row = out[l];
                ends[l] = out[l] < out_end[l] ? p->out_time[out_end[l] - 1] : time[l];
                count[l] = refused[l] = 0;
                just_refused[l] = 0;
                for (int i = 0; i < ROWS; i++) LANE(y, i, l) = (T)p->start[n * ROWS + i];
                for (int i = 0; i < N_PARAMETER; i++) LANE(parameter, i, l) = (T)p->parameters[n * N_PARAMETER + i];
                for (int i = 0; i < N_INPUT; i++) LANE(input, i, l) = (T)p->inputs[n * N_INPUT + i];
                for (int i = 0; i < N_REST; i++) LANE(rest, i, l) = (T)p->rest[n * N_REST + i];
                for (int i = 0; i < DIRECTIONS * N_REST; i++)
                    LANE(rest_tangent, i, l) = (T)p->rest_tangent[n * DIRECTIONS * N_REST + i];
                if (out[l] < out_end[l] && p->out_time[out[l]] <= time[l]) {
                    prepare(parameter, input, rest, rest_tangent, q); /* what is asked at the start is seen before any event */
                    for (; out[l] < out_end[l] && p->out_time[out[l]] <= time[l]; out[l]++) {
                        for (int i = 0; i < ROWS; i++) keep_states(&waiting[l], i, (V)(LANE(y, i, l)));
                        waiting[l].filled++;
                        observe_waiting(p, &waiting[l], q, l, 1);
                    }
                }
            }
            if (person[l] >= 0 && event[l] < event_end[l] && p->event_time[event[l]] <= time[l]) {
                while (event[l] < event_end[l] && p->event_time[event[l]] <= time[l]) {
                    LANE(input, p->event_channel[event[l]], l) = (T)p->event_value[event[l]];
                    event[l]++;
                }
                if (step[l] > opening[l]) step[l] = opening[l];
                opens[l] = 1;
                AT(moved, l) = -1;
            }
        }
        if (!running) break;
        if (*p->stop) {
            for (int l = 0; l < W; l++) if (person[l] >= 0) p->status[person[l]] = INTERRUPTED;
            for (; coming < to; coming++) p->status[coming] = INTERRUPTED;
            break;
        }
        if (ANY(moved)) {
            prepare(parameter, input, rest, rest_tangent, q);
            kinks(y, q, bends);
            for (int k = 0; k < 2 * N_KINK; k++) bent[k] = SELECT(moved, bends[k], bent[k]);
        }

        /* every lane's step, ending exactly on its next edge */
        V h = K(1);
        for (int l = 0; l < W; l++) {
            run++;
            if (person[l] < 0) { step[l] = 1; continue; }
            used++;
            double edge = ends[l];
            if (event[l] < event_end[l] && p->event_time[event[l]] < edge) edge = p->event_time[event[l]];
            double left = edge - time[l];
            double tried = step[l] < p->longest_step ? step[l] : p->longest_step;
            double since = (time[l] - p->time_start[person[l]]) * p->longest_share;
            if (tried > since && tried > p->first_step) tried = since > p->first_step ? since : p->first_step;
            lands[l] = tried * 1.01 >= left;
            if (lands[l]) tried = left;
            else if (tried * 2 > left) tried = left / 2;
            if (!(tried > 0)) tried = 1e-9; /* a person whose whole run has no length */
            step[l] = tried;
            AT(h, l) = (T)tried;
        }

        begin_sides(p->relative, bent, bar);
        rates_and_jacobian(y, q, f, jacobian);
        V per_h = K(1) / h;
        factor(jacobian, per_h * K(1.0 / GAMMA), matrix);
        take_stages(y, q, f, matrix, per_h, u, stage, next);
        dense_rows(u, dense);
#if DIRECTIONS
        take_tangents(y, q, per_h, next, dense);
#endif

        defect(y, next, dense, K(DEFECT_AT), q, matrix, per_h, stage, off);
        V error = K(0);
        VI broken = (VI)(0);
        for (int i = 0; i < N_STATE; i++) {
            V a = ABS(y[i]), b = ABS(next[i]);
            V ratio = MAX(ABS(u[STAGES - 1][i]), K(DEFECT_PART) * ABS(off[i])) / (K(p->absolute[i]) + K(p->relative) * MAX(a, b));
            error = MAX(error, ratio);
            broken |= NOT(ratio < K(1e30)); /* true for NaN too */
        }
        V factor_up = K(0.9) * POW(MAX(error, K(1e-12)), K(-1.0 / ORDER));
        factor_up = MIN(MAX(factor_up, K(0.15)), K(6));
        kinks(next, q, bends);
        between(y, next, dense, K(0.5), N_STATE, stage);
        kinks(stage, q, halfway);
        V kink = K(1);
        VI met = crosses(p->relative, bar, bends) | crosses(p->relative, bar, halfway);
        if (ANY(met))
            kink = SELECT(met, locate_kink(p->relative, q, y, next, dense, bent, halfway, bends, stage), kink);

        VI keep = (VI)(0), part = (VI)(0);
        for (int l = 0; l < W; l++) {
            int64_t n = person[l];
            if (n < 0) continue;
            int bad = AT(broken, l) != 0;
            if (opens[l] && !bad) { /* the step after an edge is learnt from the one after the last */
                opening[l] = step[l] * (double)AT(factor_up, l);
                if (opening[l] > p->longest_step) opening[l] = p->longest_step;
                if (AT(error, l) <= 1) opens[l] = 0;
            }
            if (bad || AT(error, l) > 1) {
                refused[l]++;
                just_refused[l] = 1;
                step[l] *= bad ? 0.1 : (double)AT(factor_up, l);
                double size = time[l] < 0 ? -time[l] : time[l];
                int gone = step[l] < 1e-13 * (size + 1e-3) ? STEP_TOO_SMALL
                         : count[l] + refused[l] > p->most_steps ? TOO_MANY_STEPS : 0;
                if (gone) {
                    p->status[n] = gone;
                    p->failed_at[n] = time[l];
                    p->failed_state[n] = worst_state(p, y, u[STAGES - 1], l);
                    p->steps[n] = count[l];
                    p->rejected[n] = refused[l];
                    person[l] = -1;
                    running--;
                    for (int i = 0; i < ROWS; i++) LANE(y, i, l) = (T)p->start[n * ROWS + i];
                }
                continue;
            }
            double until = time[l] + step[l];
            if (AT(kink, l) < 1) { /* as far as where the solution bends */
                until = time[l] + step[l] * (double)AT(kink, l);
                lands[l] = 0;
                AT(part, l) = -1;
            }
            if (lands[l]) {
                until = ends[l];
                if (event[l] < event_end[l] && p->event_time[event[l]] < until) until = p->event_time[event[l]];
            }
            while (out[l] < out_end[l] && p->out_time[out[l]] <= until) {
                V theta = K(1);
                int found = 0;
                for (; found < W && out[l] < out_end[l] && p->out_time[out[l]] <= until; found++, out[l]++)
                    AT(theta, found) = (T)((p->out_time[out[l]] - time[l]) / step[l]);
                V other = K(1) - theta;
                for (int32_t k = 0; k < p->n_read; k++) {
                    int i = p->read[k];
                    V bend = (V)(LANE(dense[DENSE_ROWS - 1], i, l));
                    for (int r = DENSE_ROWS - 2; r >= 0; r--) bend = (V)(LANE(dense[r], i, l)) + theta * bend;
                    V value = other * (V)(LANE(y, i, l)) + theta * ((V)(LANE(next, i, l)) + other * bend);
                    keep_states(&waiting[l], i, value);
                }
                waiting[l].filled += found;
                observe_waiting(p, &waiting[l], q, l, 0);
            }
            if (lands[l]) observe_waiting(p, &waiting[l], q, l, 1);
            AT(keep, l) = -1;
            count[l]++;
            time[l] = until;
            double grow = AT(factor_up, l);
            if (just_refused[l] && grow > 1) grow = 1;
            just_refused[l] = 0;
            step[l] *= grow;
            if (out[l] >= out_end[l] && time[l] >= ends[l]) {
                p->status[n] = DONE;
                p->steps[n] = count[l];
                p->rejected[n] = refused[l];
                person[l] = -1;
                running--;
            } else if (count[l] + refused[l] > p->most_steps) {
                p->status[n] = TOO_MANY_STEPS;
                p->failed_at[n] = time[l];
                p->failed_state[n] = worst_state(p, y, u[STAGES - 1], l);
                p->steps[n] = count[l];
                p->rejected[n] = refused[l];
                person[l] = -1;
                running--;
            }
        }
        if (ANY(part)) {
            between(y, next, dense, kink, ROWS, shorter);
            for (int i = 0; i < ROWS; i++) next[i] = SELECT(part, shorter[i], next[i]);
            kinks(next, q, bends);
        }
        for (int i = 0; i < ROWS; i++) y[i] = SELECT(keep, next[i], y[i]);
        for (int k = 0; k < 2 * N_KINK; k++) bent[k] = SELECT(keep, bends[k], bent[k]);
    }
    COUNT(&p->lane_slots[0], used);
    COUNT(&p->lane_slots[1], run);
    restore_denormals(setting);
    return 0;
}
