"""Tells the benchmark what a script used, in the file that it names."""

import json
import os
import re
import resource


def report_usage():
    if "BENCH_USAGE" not in os.environ:
        return
    used = resource.getrusage(resource.RUSAGE_SELF)
    peak = used.ru_maxrss
    if os.path.exists("/proc/self/status"):  # without what the parent held when it started this process
        with open("/proc/self/status") as status:
            peak = int(re.search(r"VmHWM:\s*(\d+)", status.read())[1])
    with open(os.environ["BENCH_USAGE"], "w") as file:
        json.dump({"cpu": used.ru_utime + used.ru_stime, "rss": peak / 1024}, file)
