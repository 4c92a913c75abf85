#!/bin/bash
# The trials of a plan in 100 shards: sbatch docs/scale/slurm-bench.sh plan.yaml
#SBATCH --job-name=assay-bench
#SBATCH --array=1-100
#SBATCH --cpus-per-task=2
#SBATCH --mem=8G
#SBATCH --time=08:00:00
set -eu
assay bench "$1" --shard auto/100 --out "shards/$SLURM_ARRAY_TASK_ID"
