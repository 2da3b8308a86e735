package dev.modeldock.training;

import java.util.Optional;

/**
 * Which models are meant: those that somebody sees and that are equal in what is given.
 *
 * @param trainer who asks; what is public is seen too
 */
public record TrainableFilter(
        Trainer trainer, Optional<String> name, Optional<String> networkArch, Optional<Boolean> readOnly) {}
