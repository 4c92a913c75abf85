package partial

import (
	"fmt"
	"strconv"
	"strings"
)

// ParseShard reads a shard: 3/100 is the third of a hundred. The number may be auto: that of the task
// of a Slurm array, or of the pod of an Indexed Job of Kubernetes, which the environment names.
// auto alone takes their count, too, from a Slurm array whose numbers have no gaps. In auto/100 tasks of
// Slurm are numbered from 1, and pods from 0.
func ParseShard(text string, environment func(string) string) (Shard, error) {
	number, count, counted := strings.Cut(text, "/")
	var s Shard
	var err error
	if counted {
		if s.Count, err = strconv.Atoi(count); err != nil || s.Count < 1 {
			return s, fmt.Errorf("%q is no count of shards: write a shard as 3/100 or auto/100", count)
		}
	}
	if number != "auto" {
		if s.Index, err = strconv.Atoi(number); err != nil || !counted {
			return s, fmt.Errorf("%q is no shard: write it as 3/100, or as auto or auto/100 in a job array", text)
		}
		s.Index--
		return s, s.Valid()
	}
	env := func(name string) (int, bool) {
		n, err := strconv.Atoi(environment(name))
		return n, err == nil
	}
	if at, ok := env("JOB_COMPLETION_INDEX"); ok {
		if !counted {
			return s, fmt.Errorf("a pod is not told how many there are: write the completions of the job, as in auto/100")
		}
		s.Index = at
		return s, s.Valid()
	}
	at, ok := env("SLURM_ARRAY_TASK_ID")
	if !ok {
		return s, fmt.Errorf("auto is for tasks of a Slurm array and pods of an Indexed Job: neither SLURM_ARRAY_TASK_ID nor " +
			"JOB_COMPLETION_INDEX is set: write the shard as 3/100")
	}
	if counted {
		s.Index = at - 1
		return s, s.Valid()
	}
	first, low := env("SLURM_ARRAY_TASK_MIN")
	last, high := env("SLURM_ARRAY_TASK_MAX")
	if s.Count, ok = env("SLURM_ARRAY_TASK_COUNT"); !ok || !low || !high || last-first+1 != s.Count {
		return s, fmt.Errorf("the numbers of the array, from %d to %d, are not those of all its %d tasks: write the number of shards, "+
			"as in auto/100, and number the tasks from 1", first, last, s.Count)
	}
	s.Index = at - first
	return s, s.Valid()
}
