/* Vectors of W lanes and the elementary functions on them.
 *
 * T is double or float (REAL_IS_FLOAT). exp: Cody-Waite reduction and a Taylor polynomial; log: atanh series on
 * [sqrt(1/2), sqrt(2)); pow = exp(y log x) for x >= 0. Measured errors are in tests/engine/test_vector_math.py.
 */
#include <stdint.h>

#ifdef REAL_IS_FLOAT
typedef float T;
typedef int32_t I;
#else
typedef double T;
typedef int64_t I;
#endif
typedef T V __attribute__((ext_vector_type(W)));
typedef I VI __attribute__((ext_vector_type(W)));

#define K(x) ((V)((T)(x)))
#define AS_INT(x) __builtin_bit_cast(VI, x)
#define AS_REAL(x) __builtin_bit_cast(V, x)
#define SELECT(mask, a, b) ((mask) ? (a) : (b))
#define MAX(a, b) SELECT((a) < (b), (b), (a)) /* a NaN in a stays a NaN */
#define MIN(a, b) SELECT((a) > (b), (b), (a))
#define STEP(a, b) SELECT((a) > (b), K(1), K(0))
#define SQRT(x) __builtin_elementwise_sqrt(x)
#define ABS(x) __builtin_elementwise_abs(x)
#define NOT(mask) (~(mask))
#define ANY(mask) (__builtin_reduce_or(mask) != 0)
#define AT(v, lane) (v)[lane]
#define STORE(to, v) __builtin_memcpy(to, &(v), sizeof(V))

#define LOCAL static __attribute__((noinline)) /* kept apart: compiles faster, shows in a profile */
#define ENTRY
#define OBSERVE(p) (p)->observe
#define SEEN(p) ((p)->n_selected + 1)
#define COUNT(to, value) __atomic_fetch_add(to, value, __ATOMIC_RELAXED)
#define FMA(a, b, c) __builtin_elementwise_fma(a, b, c)

static inline V EXP(V x) {
#ifdef REAL_IS_FLOAT
    x = SELECT(x < K(-87), K(-87), x);
    x = SELECT(x > K(88), K(88), x);
    V shifted = FMA(x, K(1.44269504088896341f), K(0x1.8p23f));
    V k = shifted - K(0x1.8p23f);
    V r = FMA(k, K(-0.693359375f), x);
    r = FMA(k, K(2.12194440e-4f), r);
    V p = K(1.0f / 5040);
    p = FMA(p, r, K(1.0f / 720));
    p = FMA(p, r, K(1.0f / 120));
    p = FMA(p, r, K(1.0f / 24));
    p = FMA(p, r, K(1.0f / 6));
    p = FMA(p, r, K(0.5f));
    p = FMA(p, r, K(1));
    p = FMA(p, r, K(1));
    return AS_REAL(AS_INT(p) + (AS_INT(shifted) << 23));
#else
    x = SELECT(x < K(-708), K(-708), x);
    x = SELECT(x > K(709), K(709), x);
    V shifted = FMA(x, K(1.44269504088896340736), K(0x1.8p52));
    V k = shifted - K(0x1.8p52);
    V r = FMA(k, K(-6.93147180369123816490e-01), x);
    r = FMA(k, K(-1.90821492927058770002e-10), r);
    V p = K(1.0 / 6227020800.0);
    p = FMA(p, r, K(1.0 / 479001600.0));
    p = FMA(p, r, K(1.0 / 39916800.0));
    p = FMA(p, r, K(1.0 / 3628800.0));
    p = FMA(p, r, K(1.0 / 362880.0));
    p = FMA(p, r, K(1.0 / 40320.0));
    p = FMA(p, r, K(1.0 / 5040.0));
    p = FMA(p, r, K(1.0 / 720.0));
    p = FMA(p, r, K(1.0 / 120.0));
    p = FMA(p, r, K(1.0 / 24.0));
    p = FMA(p, r, K(1.0 / 6.0));
    p = FMA(p, r, K(0.5));
    p = FMA(p, r, K(1));
    p = FMA(p, r, K(1));
    return AS_REAL(AS_INT(p) + (AS_INT(shifted) << 52));
#endif
}

static inline V LOG(V x) { /* NaN below 0; at 0 so low that POW gives 0, 1 or its largest number */
    V wrong = SELECT(x == K(0), K(-1e30), K(__builtin_nan("")));
#ifdef REAL_IS_FLOAT
    VI bits = AS_INT(x);
    VI k = (bits - (VI)(0x3f3504f3)) >> 23;
    V m = AS_REAL(bits - (k << 23));
    V e = AS_REAL(k + (VI)(0x4b400000)) - K(0x1.8p23f);
    V s = (m - K(1)) / (m + K(1)), z = s * s;
    V p = K(1.0f / 11);
    p = FMA(p, z, K(1.0f / 9));
    p = FMA(p, z, K(1.0f / 7));
    p = FMA(p, z, K(1.0f / 5));
    p = FMA(p, z, K(1.0f / 3));
    p = p * z;
    V tail = FMA(e, K(-2.12194440e-4f), K(2) * s * p);
    return SELECT(x > K(0), FMA(e, K(0.693359375f), FMA(K(2), s, tail)), wrong);
#else
    VI bits = AS_INT(x);
    VI k = (bits - (VI)(0x3fe6a09e667f3bcdLL)) >> 52;
    V m = AS_REAL(bits - (k << 52));
    V e = AS_REAL(k + (VI)(0x4338000000000000LL)) - K(0x1.8p52);
    V s = (m - K(1)) / (m + K(1)), z = s * s;
    V p = K(1.0 / 23);
    p = FMA(p, z, K(1.0 / 21));
    p = FMA(p, z, K(1.0 / 19));
    p = FMA(p, z, K(1.0 / 17));
    p = FMA(p, z, K(1.0 / 15));
    p = FMA(p, z, K(1.0 / 13));
    p = FMA(p, z, K(1.0 / 11));
    p = FMA(p, z, K(1.0 / 9));
    p = FMA(p, z, K(1.0 / 7));
    p = FMA(p, z, K(1.0 / 5));
    p = FMA(p, z, K(1.0 / 3));
    p = p * z;
    V tail = FMA(e, K(1.90821492927058770002e-10), K(2) * s * p);
    return SELECT(x > K(0), FMA(e, K(6.93147180369123816490e-01), FMA(K(2), s, tail)), wrong);
#endif
}

static inline V POW(V x, V y) { return EXP(y * LOG(x)); }

/* Numbers too small for full precision count as zero while people are solved: a drug that has left the body would
 * otherwise cost a hundred times more per operation. Returns the setting to be restored. */
static inline uint64_t flush_denormals(void) {
#if defined(__x86_64__)
    uint32_t before = __builtin_ia32_stmxcsr();
    __builtin_ia32_ldmxcsr(before | 0x8040);
    return before;
#elif defined(__aarch64__)
    uint64_t before, after;
    __asm__ volatile("mrs %0, fpcr" : "=r"(before));
    after = before | (1u << 24);
    __asm__ volatile("msr fpcr, %0" : : "r"(after));
    return before;
#else
    return 0;
#endif
}

static inline void restore_denormals(uint64_t before) {
#if defined(__x86_64__)
    __builtin_ia32_ldmxcsr((uint32_t)before);
#elif defined(__aarch64__)
    __asm__ volatile("msr fpcr, %0" : : "r"(before));
#else
    (void)before;
#endif
}
