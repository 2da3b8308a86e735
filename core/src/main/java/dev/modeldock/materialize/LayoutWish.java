package dev.modeldock.materialize;

import java.util.Optional;

/**
 * Where and how a version is to be laid out.
 *
 * @param directory below one that the operator named
 * @param mode empty for the best that works
 * @param replace whether something else that is there may go for it
 */
public record LayoutWish(String directory, Layout layout, Optional<Mode> mode, boolean replace) {}
