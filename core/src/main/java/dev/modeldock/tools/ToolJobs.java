package dev.modeldock.tools;

import dev.modeldock.jobs.Job;

/** What a job about a tool tells of it. */
public final class ToolJobs {
    private ToolJobs() {}

    public static String toolId(Job job) {
        return ToolPlan.toolId(job);
    }

    public static ToolFamily family(Job job) {
        return ToolPlan.family(job);
    }
}
