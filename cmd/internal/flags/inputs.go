package flags

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/seed-9405df2f/assay/corpus/format"
	"github.com/seed-9405df2f/assay/eval/results"
)

const Map = "map"

const sameAt = "same-at"

// SameAt adds the flag for graded judgements to a command whose first argument may be judged
// pairs.
func SameAt(cmd *cobra.Command) {
	cmd.Flags().String(sameAt, "", "judged pairs with grades: the grade from which on two articles are of one story")
}

// AddMap adds --map to the commands that open corpora.
func AddMap(cmd *cobra.Command) {
	if OpensCorpus(cmd) || cmd.Flags().Lookup("corpus") != nil || cmd.Flags().Lookup("gold") != nil {
		cmd.Flags().StringToString(Map, nil,
			"fields of the corpus, such as title=headline,text=body,story=label: parameters of its format (assay list formats)")
	}
	for _, sub := range cmd.Commands() {
		AddMap(sub)
	}
}

// OpensCorpus reports whether the first argument of a command is a corpus.
func OpensCorpus(cmd *cobra.Command) bool {
	words := strings.Fields(cmd.Use)
	return len(words) > 1 && (words[1] == "CORPUS" || words[1] == "GOLD")
}

// Inputs puts the parameters of --map into the names of the corpora. What comes from a
// stream is saved in the folder of the results if trials are run: each opens it in a
// process of its own, and reports open it later.
func Inputs(cmd *cobra.Command, args []string) error {
	if err := oneStdin(cmd, args); err != nil {
		return err
	}
	var params map[string]string
	if cmd.Flags().Changed(Map) {
		var err error
		if params, err = cmd.Flags().GetStringToString(Map); err != nil {
			return err
		}
	}
	if f := cmd.Flags().Lookup(sameAt); f != nil && f.Changed {
		if params == nil {
			params = map[string]string{}
		}
		params["same_at"] = f.Value.String()
		if len(args) > 0 && !strings.HasPrefix(args[0], "pairs:") && !strings.HasPrefix(args[0], "pairs(") {
			args[0] = "pairs:" + args[0]
		}
	}
	keep := ""
	if out := cmd.Flags().Lookup("out"); out != nil && cmd.Flags().Lookup("corpus") != nil && !cmd.Flags().Changed("list") {
		keep = out.Value.String()
		if err := results.Free(keep); err != nil {
			return err
		}
	}
	named := false
	name := func(name string) (string, error) {
		named = true
		name, err := format.WithParams(cmd.Context(), name, params)
		if err == nil && keep != "" {
			name, err = format.SaveStream(cmd.Context(), name, keep)
		}
		return name, err
	}
	if OpensCorpus(cmd) && len(args) > 0 {
		var err error
		if args[0], err = name(args[0]); err != nil {
			return err
		}
	}
	for _, flag := range []string{"corpus", "gold"} {
		if err := rewrite(cmd.Flags().Lookup(flag), name); err != nil {
			return err
		}
	}
	if params != nil && !named {
		return fmt.Errorf("--%s is for corpora named on the command line: in a plan, a baseline or results write it into the name, "+
			"as in \"csv(title=headline):FILE\"", Map)
	}
	if keep == "" {
		return nil
	}
	return rewrite(cmd.Flags().Lookup("outlets"), func(path string) (string, error) {
		return format.SaveStream(cmd.Context(), path, keep)
	})
}

// rewrite changes the values of a flag that was given.
func rewrite(f *pflag.Flag, change func(string) (string, error)) error {
	if f == nil || !f.Changed {
		return nil
	}
	values := valuesOf(f)
	for i := range values {
		var err error
		if values[i], err = change(values[i]); err != nil {
			return err
		}
	}
	if list, many := f.Value.(pflag.SliceValue); many {
		return list.Replace(values)
	}
	return f.Value.Set(values[0])
}

// valuesOf returns the values of a flag.
func valuesOf(f *pflag.Flag) []string {
	if list, many := f.Value.(pflag.SliceValue); many {
		return list.GetSlice()
	}
	return []string{f.Value.String()}
}

// inputNames returns the inputs that arguments and flags name.
func inputNames(cmd *cobra.Command, args []string) []string {
	names := slices.Clone(args)
	for _, name := range []string{"corpus", "gold", "labels", "pages", "outlets"} {
		if f := cmd.Flags().Lookup(name); f != nil && f.Changed {
			names = append(names, valuesOf(f)...)
		}
	}
	return names
}

// oneStdin is an error if two inputs are the same standard input.
func oneStdin(cmd *cobra.Command, args []string) error {
	names := inputNames(cmd, args)
	first := slices.Index(names, "-")
	if first >= 0 && slices.Contains(names[first+1:], "-") {
		return errors.New("- is given twice: only one input can come from standard input; save the other to a file " +
			"(two columns of one table are two inputs: /dev/stdin@story /dev/stdin@cluster)")
	}
	return nil
}
