package dev.modeldock.models;

import java.util.List;
import java.util.Optional;

/** A part of a list of models, newest first, and how many there are in all. */
public record ModelPage(List<Item> items, long total) {
    /** A model and what its alias {@code main} points to. */
    public record Item(Model model, Optional<Version> main) {}
}
