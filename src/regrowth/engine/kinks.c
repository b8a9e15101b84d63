/* Kinks of the right-hand side: on which side of each a step is, and where along the step one is crossed.
 *
 * Above this text stands the generated kinks(y, q, out): the differences of the arguments of every min and max, and, after
 * them, how large their terms are. The bars that hold a step to its sides stand in q, behind the prepared values.
 */

/* The arguments of min or max are on one side of a kink, if they differ by more than this many tolerances. */
#define BEYOND 0.1
/* A bar that every difference passes, or none. */
#define FAR K(sizeof(T) == 4 ? 1e30 : 1e300)
/* A step ends beyond a kink by what tells sides apart: values only bend there, but tangents jump. */
#define OVERSHOOT (DIRECTIONS ? 0.0 : 1.0)

#define LANE(array, i, lane) (((T *)(array))[(i) * W + (lane)])

/* On which side of every kink a step begins, as the bar for the difference: -FAR above it, FAR below, 0 if not known. */
LOCAL void begin_sides(double relative, const V *bent, V *bar) {
    for (int k = 0; k < N_KINK; k++) {
        V known = K(BEYOND * relative) * bent[N_KINK + k];
        bar[k] = SELECT(bent[k] > known, -FAR, SELECT(bent[k] < -known, FAR, K(0)));
    }
}

/* Whether a kink lies between the beginning of a step, whose side the bar says, and a difference b known so exactly. */
#define CROSSED(bar, b, known) ((((bar) < K(0)) & ((b) < -(known))) | (((bar) > K(0)) & ((b) > (known))))

/* Whether any kink lies between the beginning of a step and differences b. */
LOCAL VI crosses(double relative, const V *bar, const V *b) {
    VI any = (VI)(0);
    for (int k = 0; k < N_KINK; k++) any |= CROSSED(bar[k], b[k], K(BEYOND * relative) * b[N_KINK + k]);
    return any;
}

/* The share of the way, straight from differences a to differences b, up to the first kink that is crossed; else 1. */
LOCAL V first_kink(double relative, const V *bar, const V *a, const V *b) {
    V first = K(1);
    for (int k = 0; k < N_KINK; k++) {
        V known = K(BEYOND * relative) * b[N_KINK + k];
        VI crossed = CROSSED(bar[k], b[k], known);
        V past = K(OVERSHOOT) * SELECT(b[k] < K(0), known, -known);
        V share = MAX((a[k] + past) / (a[k] - b[k]), K(0));
        first = SELECT(crossed & (share < first), share, first);
    }
    return first;
}

/* The share of a step up to its first kink, along the dense output: false position in the half in which it is crossed. */
LOCAL V locate_kink(double relative, const V *q, const V *y, const V *next, V (*dense)[ROWS],
                    const V *bent, const V *halfway, const V *bends, V *at) {
    const V *bar = q + N_PREPARED;
    V seen[2 * N_KINK + 1], before[2 * N_KINK + 1], after[2 * N_KINK + 1];
    VI over = crosses(relative, bar, halfway);
    V low = SELECT(over, K(0), K(0.5)), high = SELECT(over, K(0.5), K(1));
    for (int k = 0; k < 2 * N_KINK; k++) {
        before[k] = SELECT(over, bent[k], halfway[k]);
        after[k] = SELECT(over, halfway[k], bends[k]);
    }
    V share = first_kink(relative, bar, before, after);
    for (int again = 0; again < 2; again++) {
        V theta = low + (high - low) * share;
        between(y, next, dense, theta, N_STATE, at);
        kinks(at, q, seen);
        over = crosses(relative, bar, seen);
        low = SELECT(over, low, theta);
        high = SELECT(over, theta, high);
        for (int k = 0; k < 2 * N_KINK; k++) {
            before[k] = SELECT(over, before[k], seen[k]);
            after[k] = SELECT(over, seen[k], after[k]);
        }
        share = first_kink(relative, bar, before, after);
    }
    return low + (high - low) * share;
}
