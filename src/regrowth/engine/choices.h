/* Choices between numbers, whatever a V is. */
#define SELECT(mask, a, b) ((mask) ? (a) : (b))
#define MAX(a, b) SELECT((a) < (b), (b), (a)) /* a NaN in a stays a NaN */
#define MIN(a, b) SELECT((a) > (b), (b), (a))
#define STEP(a, b) SELECT((a) > (b), K(1), K(0))
