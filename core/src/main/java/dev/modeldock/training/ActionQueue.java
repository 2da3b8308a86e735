package dev.modeldock.training;

import dev.modeldock.jobs.Job;
import dev.modeldock.jobs.JobState;
import dev.modeldock.jobs.Jobs;
import dev.modeldock.problems.Problem;
import java.util.List;
import java.util.Optional;

/** Lets jobs begin when what they work on is done, and fail when that has failed. */
record ActionQueue(Jobs jobs, ActionJobStore store) {
    /** A job has ended, one way or the other: tell those that wait for it. */
    void settle(Job ended) {
        for (String child : store.children(ended.id())) {
            switch (ended.state()) {
                case DONE -> jobs.release(child);
                case FAILED, CANCELED -> refuse(child, ended);
                case PENDING, RUNNING, PAUSED -> {
                    // It has not ended after all, so they wait on.
                }
            }
        }
    }

    private void refuse(String child, Job parent) {
        String how = parent.state() == JobState.CANCELED ? "was cancelled" : "has failed";
        Job.JobFailure why =
                new Job.JobFailure(Problem.CONFLICT, "The job " + parent.id() + " that this one works on " + how + ".");
        if (jobs.refuse(child, why)) {
            store.find(child).map(ActionJob::job).ifPresent(this::settle);
        }
    }

    /** After a restart: tell those that wait for what has ended, as a kill may have come between. */
    void reopen() {
        List<String> parents = store.parentsOfWaiting();
        for (String parent : parents) {
            store.find(parent)
                    .map(ActionJob::job)
                    .ifPresentOrElse(this::settle, () -> store.children(parent).forEach(this::orphaned));
        }
    }

    private void orphaned(String child) {
        if (jobs.refuse(child, new Job.JobFailure(Problem.CONFLICT, "The job that this one works on was deleted."))) {
            store.find(child).map(ActionJob::job).ifPresent(this::settle);
        }
    }

    /** Let a new job, or one that is tried again, begin or wait as its parent stands. */
    void begin(String id, Optional<Job> parent) {
        JobState state = parent.map(Job::state).orElse(JobState.DONE);
        switch (state) {
            case DONE -> jobs.release(id);
            case FAILED, CANCELED -> refuse(id, parent.get());
            case PENDING, RUNNING, PAUSED -> {
                // Its parent's end will release it.
            }
        }
    }
}
