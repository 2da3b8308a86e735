package dev.modeldock.datasets;

import java.util.Optional;

/** Which datasets of an owner are meant: those that are equal in what is given, case and all. */
public record DatasetFilter(String owner, Optional<String> name, Optional<String> type) {}
