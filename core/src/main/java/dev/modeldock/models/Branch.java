package dev.modeldock.models;

import java.util.Optional;

/**
 * A branch of a model as somebody saw it.
 *
 * @param head the version that it led to; empty when there was none yet
 */
public record Branch(Model model, String name, Optional<Version> head) {}
