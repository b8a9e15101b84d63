/* Numbers on a processor, and the elementary functions on as many as fill a register.
 *
 * T is double or float (REAL_IS_FLOAT). exp: Cody-Waite reduction and a Taylor polynomial; log: atanh series on
 * [sqrt(1/2), sqrt(2)); pow = exp(y log x) for x >= 0. Measured errors are in tests/engine/test_vector_math.py.
 * On this, and on choices.h, stands many_people.h or one_person.h, which say what a V is.
 */
#include <stdint.h>

#ifdef REAL_IS_FLOAT
typedef float T;
typedef int32_t I;
#else
typedef double T;
typedef int64_t I;
#endif
typedef T WIDE __attribute__((ext_vector_type(WIDTH)));
typedef I WIDE_I __attribute__((ext_vector_type(WIDTH)));

#define SQRT(x) __builtin_elementwise_sqrt(x)
#define ABS(x) __builtin_elementwise_abs(x)

#define LOCAL static __attribute__((noinline)) /* kept apart: compiles faster, shows in a profile */
#define ENTRY
#define OBSERVE(p) (p)->observe
#define SEEN(p) ((p)->n_selected + 1)
#define COUNT(to, value) __atomic_fetch_add(to, value, __ATOMIC_RELAXED)

#define ALL(x) ((WIDE)((T)(x)))
#define AS_INT(x) __builtin_bit_cast(WIDE_I, x)
#define AS_REAL(x) __builtin_bit_cast(WIDE, x)
#define FMA(a, b, c) __builtin_elementwise_fma(a, b, c)

static inline WIDE WIDE_EXP(WIDE x) {
#ifdef REAL_IS_FLOAT
    x = SELECT(x < ALL(-87), ALL(-87), x);
    x = SELECT(x > ALL(88), ALL(88), x);
    WIDE shifted = FMA(x, ALL(1.44269504088896341f), ALL(0x1.8p23f));
    WIDE k = shifted - ALL(0x1.8p23f);
    WIDE r = FMA(k, ALL(-0.693359375f), x);
    r = FMA(k, ALL(2.12194440e-4f), r);
    WIDE p = ALL(1.0f / 5040);
    p = FMA(p, r, ALL(1.0f / 720));
    p = FMA(p, r, ALL(1.0f / 120));
    p = FMA(p, r, ALL(1.0f / 24));
    p = FMA(p, r, ALL(1.0f / 6));
    p = FMA(p, r, ALL(0.5f));
    p = FMA(p, r, ALL(1));
    p = FMA(p, r, ALL(1));
    return AS_REAL(AS_INT(p) + (AS_INT(shifted) << 23));
#else
    x = SELECT(x < ALL(-708), ALL(-708), x);
    x = SELECT(x > ALL(709), ALL(709), x);
    WIDE shifted = FMA(x, ALL(1.44269504088896340736), ALL(0x1.8p52));
    WIDE k = shifted - ALL(0x1.8p52);
    WIDE r = FMA(k, ALL(-6.93147180369123816490e-01), x);
    r = FMA(k, ALL(-1.90821492927058770002e-10), r);
    WIDE p = ALL(1.0 / 6227020800.0);
    p = FMA(p, r, ALL(1.0 / 479001600.0));
    p = FMA(p, r, ALL(1.0 / 39916800.0));
    p = FMA(p, r, ALL(1.0 / 3628800.0));
    p = FMA(p, r, ALL(1.0 / 362880.0));
    p = FMA(p, r, ALL(1.0 / 40320.0));
    p = FMA(p, r, ALL(1.0 / 5040.0));
    p = FMA(p, r, ALL(1.0 / 720.0));
    p = FMA(p, r, ALL(1.0 / 120.0));
    p = FMA(p, r, ALL(1.0 / 24.0));
    p = FMA(p, r, ALL(1.0 / 6.0));
    p = FMA(p, r, ALL(0.5));
    p = FMA(p, r, ALL(1));
    p = FMA(p, r, ALL(1));
    return AS_REAL(AS_INT(p) + (AS_INT(shifted) << 52));
#endif
}

static inline WIDE WIDE_LOG(WIDE x) { /* NaN below 0; at 0 so low that POW gives 0, 1 or its largest number */
    WIDE wrong = SELECT(x == ALL(0), ALL(-1e30), ALL(__builtin_nan("")));
#ifdef REAL_IS_FLOAT
    WIDE_I bits = AS_INT(x);
    WIDE_I k = (bits - (WIDE_I)(0x3f3504f3)) >> 23;
    WIDE m = AS_REAL(bits - (k << 23));
    WIDE e = AS_REAL(k + (WIDE_I)(0x4b400000)) - ALL(0x1.8p23f);
    WIDE s = (m - ALL(1)) / (m + ALL(1)), z = s * s;
    WIDE p = ALL(1.0f / 11);
    p = FMA(p, z, ALL(1.0f / 9));
    p = FMA(p, z, ALL(1.0f / 7));
    p = FMA(p, z, ALL(1.0f / 5));
    p = FMA(p, z, ALL(1.0f / 3));
    p = p * z;
    WIDE tail = FMA(e, ALL(-2.12194440e-4f), ALL(2) * s * p);
    return SELECT(x > ALL(0), FMA(e, ALL(0.693359375f), FMA(ALL(2), s, tail)), wrong);
#else
    WIDE_I bits = AS_INT(x);
    WIDE_I k = (bits - (WIDE_I)(0x3fe6a09e667f3bcdLL)) >> 52;
    WIDE m = AS_REAL(bits - (k << 52));
    WIDE e = AS_REAL(k + (WIDE_I)(0x4338000000000000LL)) - ALL(0x1.8p52);
    WIDE s = (m - ALL(1)) / (m + ALL(1)), z = s * s;
    WIDE p = ALL(1.0 / 23);
    p = FMA(p, z, ALL(1.0 / 21));
    p = FMA(p, z, ALL(1.0 / 19));
    p = FMA(p, z, ALL(1.0 / 17));
    p = FMA(p, z, ALL(1.0 / 15));
    p = FMA(p, z, ALL(1.0 / 13));
    p = FMA(p, z, ALL(1.0 / 11));
    p = FMA(p, z, ALL(1.0 / 9));
    p = FMA(p, z, ALL(1.0 / 7));
    p = FMA(p, z, ALL(1.0 / 5));
    p = FMA(p, z, ALL(1.0 / 3));
    p = p * z;
    WIDE tail = FMA(e, ALL(1.90821492927058770002e-10), ALL(2) * s * p);
    return SELECT(x > ALL(0), FMA(e, ALL(6.93147180369123816490e-01), FMA(ALL(2), s, tail)), wrong);
#endif
}

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
