package dev.modeldock.models;

import java.util.Optional;

/** What is to change of a model; what is empty stays. */
public record ModelChange(Optional<ModelName> name, Optional<Access> access, Optional<String> description) {}
