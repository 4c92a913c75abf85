#!/bin/bash
# Cells of 100 shards: sbatch docs/scale/slurm-cells.sh labels.csv@story labels.csv@cluster
# A task that failed is run again alone: sbatch --array=17 docs/scale/slurm-cells.sh …
#SBATCH --job-name=assay-cells
#SBATCH --array=1-100
#SBATCH --cpus-per-task=1
#SBATCH --mem=1G
#SBATCH --time=01:00:00
set -eu
mkdir -p parts
assay score --cells "$1" "$2" --shard auto/100 --workers 1 -o "parts/$SLURM_ARRAY_TASK_ID"
