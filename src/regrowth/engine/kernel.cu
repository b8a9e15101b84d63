/* One person per thread. */
extern "C" __global__ void solve_all(const Problem *p, long long people) {
    int64_t person = (int64_t)blockIdx.x * blockDim.x + threadIdx.x;
    if (person < people) solve_people(p, person, person + 1);
}
