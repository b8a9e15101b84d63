/* The same words as many_people.h for one person alone: a V is one number. */
typedef T V;
typedef int VI;

#define W 1
#define K(x) ((T)(x))
#define NOT(mask) (!(mask))
#define ANY(mask) ((mask) != 0)
#define AT(v, lane) (v)
#define STORE(to, v) (*(to) = (v))
#ifndef EXP /* a GPU has its own */
#define EXP(x) WIDE_EXP(ALL(x))[0]
#define LOG(x) WIDE_LOG(ALL(x))[0]
#define POW(x, y) WIDE_EXP(ALL(y) * WIDE_LOG(ALL(x)))[0]
#endif
