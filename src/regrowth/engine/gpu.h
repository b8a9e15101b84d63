/* Numbers on a GPU, in place of vector_math.h. */
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

#define SQRT(x) sqrt(x)
#define ABS(x) fabs(x)
#define EXP(x) exp(MIN(x, K(sizeof(T) == 4 ? 88 : 709)))
#define LOG(x) log(x)
#define POW(x, y) pow(x, y)

#define LOCAL static __device__ __noinline__
#define ENTRY static __device__
#define OBSERVE(p) observe
#define SEEN(p) N_SELECTED
#define COUNT(to, value) ((void)0)
#define flush_denormals() 0
#define restore_denormals(before) ((void)(before))
