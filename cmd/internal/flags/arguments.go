package flags

import (
	"errors"
	"fmt"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/seed-9405df2f/assay/spec"
)

// CommandName returns an error for an unknown command, with the nearest name.
func CommandName(parent *cobra.Command) cobra.PositionalArgs {
	return func(_ *cobra.Command, args []string) error {
		if len(args) == 0 {
			return nil
		}
		if near := spec.Nearest(args[0], NamesOf(parent.Commands(), (*cobra.Command).Name)); near != "" {
			return fmt.Errorf("unknown command %q; did you mean %s?", args[0], near)
		}
		return fmt.Errorf("unknown command %q (%s -h shows the commands)", args[0], parent.CommandPath())
	}
}

// Between requires that many arguments; the error says what they are.
func Between(low, high int, what string) cobra.PositionalArgs {
	return func(cmd *cobra.Command, args []string) error {
		if len(args) < low || len(args) > high {
			return fmt.Errorf("%s takes %s: %d given (assay %[1]s -h shows examples)", strings.TrimPrefix(cmd.CommandPath(), "assay "), what,
				len(args))
		}
		return nil
	}
}

// FormerNames takes the former name of --limit, which lists stories.
func FormerNames(_ *pflag.FlagSet, name string) pflag.NormalizedName {
	if name == "stories" {
		name = "limit"
	}
	return pflag.NormalizedName(name)
}

// Error names the nearest flag if one is misspelt.
func Error(cmd *cobra.Command, err error) error {
	_, written, ok := strings.Cut(err.Error(), "unknown flag: --")
	if ok {
		var names []string
		cmd.Flags().VisitAll(func(f *pflag.Flag) { names = append(names, f.Name) })
		if near := spec.Nearest(written, names); near != "" {
			return fmt.Errorf("unknown flag --%s; did you mean --%s?", written, near)
		}
	}
	var wrong *pflag.InvalidValueError
	if errors.As(err, &wrong) {
		err = fmt.Errorf("--%s=%s: %w", wrong.GetFlag().Name, wrong.GetValue(), errors.Unwrap(err))
	}
	return fmt.Errorf("%w (assay %s -h shows the flags)", err, cmd.Name())
}

// Before adds a check of flags to a command, which is made before any work.
func Before(cmd *cobra.Command, check func() error) {
	earlier := cmd.PreRunE
	cmd.PreRunE = func(cmd *cobra.Command, args []string) error {
		if earlier != nil {
			if err := earlier(cmd, args); err != nil {
				return err
			}
		}
		return check()
	}
}

// SplitSpecs splits the values of a flag at commas outside of parentheses.
func SplitSpecs(flag string, values []string) ([]string, error) {
	list, err := spec.Split(values)
	if err != nil {
		err = fmt.Errorf("--%s: %w", flag, err)
	}
	return list, err
}

func NamesOf[E any](list []E, name func(E) string) []string {
	var names []string
	for _, e := range list {
		names = append(names, name(e))
	}
	return names
}
