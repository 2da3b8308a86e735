package dev.modeldock.jobs;

import java.util.List;

/** A part of a list of jobs, newest first, and how many there are in all. */
public record JobPage(List<Job> items, long total) {}
