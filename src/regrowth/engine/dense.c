/* The states at the share theta of a step, from its ends and the rows of dense_rows. */
LOCAL void between(const V *y, const V *next, V (*dense)[ROWS], V theta, V *at) {
    V other = K(1) - theta;
    for (int i = 0; i < N_STATE; i++) {
        V bend = dense[DENSE_ROWS - 1][i];
        for (int r = DENSE_ROWS - 2; r >= 0; r--) bend = dense[r][i] + theta * bend;
        at[i] = other * y[i] + theta * (next[i] + other * bend);
    }
}
