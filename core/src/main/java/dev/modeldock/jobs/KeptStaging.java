package dev.modeldock.jobs;

/** A failed job and the directory in staging that it keeps for another try. */
public record KeptStaging(Job job, String staging) {}
