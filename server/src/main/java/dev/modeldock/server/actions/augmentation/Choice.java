package dev.modeldock.server.actions.augmentation;

import java.util.List;
import java.util.Random;

/**
 * A number that is drawn: none stands for 0, one for itself, two for any between them with the same chance, more for one of
 * them.
 */
record Choice(List<Double> numbers) {
    Choice {
        numbers = List.copyOf(numbers);
    }

    /** Takes one number from the random ones, however many it has itself. */
    double draw(Random random) {
        double chance = random.nextDouble();
        return switch (numbers.size()) {
            case 0 -> 0;
            case 1 -> numbers.get(0);
            case 2 -> numbers.get(0) + chance * (numbers.get(1) - numbers.get(0));
            default -> numbers.get((int) (chance * numbers.size()));
        };
    }
}
