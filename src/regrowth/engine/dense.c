/* The states at the share theta of a step, from its ends and the rows of dense_rows. */
LOCAL void between(const V *y, const V *next, V (*dense)[ROWS], V theta, int rows, V *at) {
    V other = K(1) - theta;
    for (int i = 0; i < rows; i++) {
        V bend = dense[DENSE_ROWS - 1][i];
        for (int r = DENSE_ROWS - 2; r >= 0; r--) bend = dense[r][i] + theta * bend;
        at[i] = other * y[i] + theta * (next[i] + other * bend);
    }
}

/* How far the dense output at theta is from solving the equations, carried through the matrix of the step. */
LOCAL void defect(const V *y, const V *next, V (*dense)[ROWS], V theta, const V *q, const V *matrix, V per_h, V *at, V *d) {
    V other = K(1) - theta;
    between(y, next, dense, theta, N_STATE, at);
    rates(at, q, d);
    for (int i = 0; i < N_STATE; i++) {
        V bend = dense[DENSE_ROWS - 1][i], turn = K(0);
        for (int r = DENSE_ROWS - 2; r >= 0; r--) {
            turn = bend + theta * turn;
            bend = dense[r][i] + theta * bend;
        }
        d[i] -= per_h * (next[i] - y[i] + (other - theta) * bend + theta * other * turn);
    }
    solve_factored(matrix, d);
}
