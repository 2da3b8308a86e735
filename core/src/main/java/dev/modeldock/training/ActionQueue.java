package dev.modeldock.training;

import dev.modeldock.jobs.Job;
import dev.modeldock.jobs.JobState;
import dev.modeldock.jobs.Jobs;
import dev.modeldock.problems.Problem;
import java.util.List;

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
            store.find(parent).map(ActionJob::job).ifPresent(this::settle);
        }
    }
}
