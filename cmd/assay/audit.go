package main

import (
	"fmt"

	"github.com/spf13/cobra"

	"github.com/seed-9405df2f/assay/cmd/internal/flags"
	"github.com/seed-9405df2f/assay/corpus"
	"github.com/seed-9405df2f/assay/eval/audit"
	"github.com/seed-9405df2f/assay/reports/views"
	"github.com/seed-9405df2f/assay/spec"
)

func auditCommand(s flags.Streams) *cobra.Command {
	var o flags.Output
	var ids corpus.IDPolicy
	x := spec.Defaults(new(audit.Options))
	limit := 20
	cmd := &cobra.Command{
		Use:   "audit CORPUS [LABELS]",
		Short: "Find what looks wrong in a clustering, without gold",
		Args:  flags.Between(1, 2, "a corpus and its labels, or labels alone"),
		RunE: func(cmd *cobra.Command, args []string) error {
			if limit < 1 {
				return fmt.Errorf("--limit %d: must be at least 1", limit)
			}
			found, err := audit.Files(cmd.Context(), args, ids, *x)
			if err != nil {
				return err
			}
			if o.Format == "json" {
				return o.WriteEither(s, found, nil)
			}
			return o.WriteReport(s, views.Audit(found, views.AuditView{Findings: limit}))
		},
	}
	f := cmd.Flags()
	f.IntVar(&limit, "limit", limit, "maximum findings that are listed, those of the most articles first")
	f.StringSliceVar(&x.Only, "only", nil, "checks to make, such as bridges,twins (assay list audits); default all")
	flags.Params(cmd, x)
	flags.Params(cmd, &ids)
	flags.Cache(cmd)
	o.Flags(cmd, flags.ReportFormats()...)
	return cmd
}
