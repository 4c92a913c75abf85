package bench

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"

	"github.com/seed-9405df2f/assay/eval/results"
	"github.com/seed-9405df2f/assay/internal/atomicfile"
	"github.com/seed-9405df2f/assay/internal/fingerprint"
)

// shardFile says in the folder of its results which part of a plan a bench did.
const shardFile = "shard.json"

// A shardRecord is the content of that file.
type shardRecord struct {
	Schema string         `json:"schema"`
	Plan   string         `json:"plan"`   // fingerprint of the keys of all trials, which have the version of assay in them
	Shard  int            `json:"shard"`  // from 1
	Shards int            `json:"shards"` // that there are
	Trials map[string]int `json:"trials"` // their places in the plan, by key
}

const shardSchema = "assay/shard/1"

// shard returns the trials of the part of the plan that the options ask for, and records in the folder which
// they are. Trials are dealt out in the order of their keys.
func (o Options) shard(trials []trial) ([]trial, error) {
	if o.Shards <= 1 {
		return trials, nil
	}
	keys := make([]string, len(trials))
	for i, t := range trials {
		keys[i] = t.Key()
	}
	order := slices.Sorted(slices.Values(keys))
	record := shardRecord{shardSchema, fingerprint.Of([]byte(strings.Join(order, "\n"))), o.Shard + 1, o.Shards, map[string]int{}}
	var own []trial
	inPlan := slices.SortedStableFunc(slices.Values(trials), func(a, b trial) int { return a.at - b.at })
	for i, t := range inPlan {
		record.Trials[t.Key()] = i
	}
	for i, t := range trials {
		if at, _ := slices.BinarySearch(order, keys[i]); at%o.Shards == o.Shard {
			own = append(own, t)
		} else {
			delete(record.Trials, keys[i])
		}
	}
	if known, err := readShard(o.Dir); err == nil && !reflect.DeepEqual(known, record) {
		return nil, fmt.Errorf("%s holds shard %d/%d of another plan or another version of assay: give each shard a folder of its own with "+
			"--out", o.Dir, known.Shard, known.Shards)
	} else if err != nil && !errors.Is(err, os.ErrNotExist) {
		return nil, err
	}
	return own, atomicfile.Write(filepath.Join(o.Dir, shardFile), func(w io.Writer) error { return json.NewEncoder(w).Encode(record) })
}

func readShard(dir string) (r shardRecord, err error) {
	path := filepath.Join(dir, shardFile)
	raw, err := os.ReadFile(path)
	if err != nil {
		return r, err
	}
	if err := json.Unmarshal(raw, &r); err != nil || r.Schema != shardSchema {
		return r, fmt.Errorf("%s: it is damaged, or of another version of assay: run the shard again in another folder", path)
	}
	return r, nil
}

// Merge joins the folders of the shards of a plan into a new one, which is as if one bench had run it: with
// the trials in their order, their labels and pages. Shards that are missing or not finished, and those of different
// plans are errors; of equal ones the first is taken, with a note.
func Merge(to string, dirs []string) (notes []string, err error) {
	var first shardRecord
	from := map[int]string{} // folders, by shard
	place := map[string]int{}
	all := map[string]results.Result{}
	for i, dir := range dirs {
		r, err := readShard(dir)
		if err != nil {
			return nil, fmt.Errorf("%w (assay bench --shard i/n --out DIR writes one)", err)
		}
		if i == 0 {
			first = r
		}
		if r.Plan != first.Plan || r.Shards != first.Shards {
			return nil, fmt.Errorf("%s and %s are shards of different plans, versions of assay or numbers of shards: %d/%d and %d/%d", dirs[0],
				dir, first.Shard, first.Shards, r.Shard, r.Shards)
		}
		own, err := r.finished(dir)
		if err != nil {
			return nil, err
		}
		if earlier, ok := from[r.Shard]; ok {
			for key, result := range own {
				if !sameOutcome(all[key], result) {
					return nil, fmt.Errorf("%s and %s are the same shard %d/%d, with different results for trial %s: keep the right one", earlier, dir,
						r.Shard, r.Shards, key)
				}
			}
			notes = append(notes, fmt.Sprintf("%s is left out: it is the shard %d/%d of %s, with the same results", dir, r.Shard, r.Shards,
				earlier))
			continue
		}
		from[r.Shard] = dir
		maps.Copy(place, r.Trials)
		maps.Copy(all, own)
	}
	var missing []string
	for n := 1; n <= first.Shards; n++ {
		if from[n] == "" {
			missing = append(missing, fmt.Sprint(n))
		}
	}
	if len(missing) > 0 {
		return nil, fmt.Errorf("%d of %d shards are missing: %s", len(missing), first.Shards,
			strings.Join(missing[:min(20, len(missing))], ", "))
	}
	keys := slices.SortedFunc(maps.Keys(all), func(a, b string) int { return place[a] - place[b] })
	return notes, atomicfile.WriteFolder(to, func(dir string) error {
		store, err := results.Open(dir)
		if err != nil {
			return err
		}
		for _, key := range keys {
			if err = store.Take(all[key]); err != nil {
				break
			}
		}
		return errors.Join(err, store.Close())
	})
}

// finished returns the results of a shard by key, all of which must be there.
func (r shardRecord) finished(dir string) (map[string]results.Result, error) {
	own := map[string]results.Result{}
	if len(r.Trials) == 0 {
		return own, nil
	}
	list, err := results.Read(dir)
	if err != nil {
		return nil, err
	}
	for _, result := range list {
		if _, ok := r.Trials[result.Key]; ok {
			own[result.Key] = result
		}
	}
	if n := len(r.Trials) - len(own); n > 0 {
		return nil, fmt.Errorf("%s: %d of %d trials of shard %d/%d have no result: run it again, and it goes on where it was", dir, n,
			len(r.Trials), r.Shard, r.Shards)
	}
	return own, nil
}

// sameOutcome reports whether two results are the same but for time, memory and machine.
func sameOutcome(a, b results.Result) bool {
	for _, r := range []*results.Result{&a, &b} {
		r.Dir, r.Path, r.Seconds, r.PeakMemory, r.Host = "", "", results.Seconds{}, 0, results.Host{}
	}
	x, errX := json.Marshal(a)
	y, errY := json.Marshal(b)
	return errX == nil && errY == nil && string(x) == string(y)
}
