/* The same words as vector_math.h, for one person per thread of a GPU: a vector is one value. */
#ifdef __CUDACC_RTC__
typedef int int32_t;
typedef long long int64_t;
typedef unsigned long long uint64_t;
#else
#include <math.h>
#include <stdint.h>
#endif

#ifdef REAL_IS_FLOAT
typedef float T;
#else
typedef double T;
#endif
typedef T V;
typedef int VI;

#define K(x) ((T)(x))
#define SELECT(mask, a, b) ((mask) ? (a) : (b))
#define MAX(a, b) SELECT((a) < (b), (b), (a))
#define MIN(a, b) SELECT((a) > (b), (b), (a))
#define STEP(a, b) SELECT((a) > (b), K(1), K(0))
#define SQRT(x) sqrt(x)
#define ABS(x) fabs(x)
#define NOT(mask) (!(mask))
#define ANY(mask) ((mask) != 0)
#define EXP(x) exp(MIN(x, K(sizeof(T) == 4 ? 88 : 709)))
#define LOG(x) log(x)
#define POW(x, y) pow(x, y)
#define AT(v, lane) (v)
#define STORE(to, v) (*(to) = (v))

#define LOCAL static __device__ __noinline__
#define ENTRY static __device__
#define OBSERVE(p) observe
#define SEEN(p) N_SELECTED
#define COUNT(to, value) ((void)0)
#define flush_denormals() 0
#define restore_denormals(before) ((void)(before))
