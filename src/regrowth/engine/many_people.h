/* One person per lane: a V holds the same number of W people. */
typedef WIDE V;
typedef WIDE_I VI;

#define W WIDTH
#define K(x) ALL(x)
#define NOT(mask) (~(mask))
#define ANY(mask) (__builtin_reduce_or(mask) != 0)
#define AT(v, lane) (v)[lane]
#define STORE(to, v) __builtin_memcpy(to, &(v), sizeof(V))
#define EXP(x) WIDE_EXP(x)
#define LOG(x) WIDE_LOG(x)
#define POW(x, y) WIDE_EXP((y) * WIDE_LOG(x))
