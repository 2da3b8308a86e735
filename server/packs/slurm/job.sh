#!/bin/sh
# What runs on the node. Write here what your cluster is to do; it gets, in this order: the architecture, the action, the
# file with the spec, the directory for the results, the results of the parent job, the results to go on from (empty at the
# first run), the datasets for training, evaluation and inference (several with commas between), and a pretrained model.
# It must append lines to status.json in the results, the last of them with the status SUCCESS.
set -eu
results=$4
printf '{"date": "%s", "time": "%s", "status": "FAILURE", "message": "%s"}\n' "$(date +%-m/%-d/%Y)" \
  "$(date +%-H:%-M:%-S)" "job.sh of the Slurm pack says nothing yet of what this cluster is to do." >>"$results/status.json"
exit 1
