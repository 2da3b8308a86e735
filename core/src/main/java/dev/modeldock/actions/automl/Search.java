package dev.modeldock.actions.automl;

import com.fasterxml.jackson.databind.node.LongNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.modeldock.actions.specs.SpecPath;
import dev.modeldock.spi.ActionException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/**
 * What is to be tried next, told by nothing but what the trials so far have come to: a search that was cut off goes on the
 * same way. The first trial has the values of the spec itself.
 *
 * <p>{@code Bayesian} makes one trial after the other. {@code HyperBand} is one bracket of it, successive halving: many
 * short trials, of which each round keeps the best and trains them on for longer (Li et al., 2018, algorithm 1 with s =
 * s_max).
 */
public final class Search {
    private final SearchSettings settings;
    private final SearchSpace space;
    private final ObjectNode base;
    private final Optional<String> epochsPath;
    private final long seed;

    /**
     * @param base the spec that was asked for
     * @throws ActionException when halving cannot tell the training how long to go on
     */
    public Search(SearchSettings settings, SearchSpace space, ObjectNode base, long seed) throws ActionException {
        this.settings = settings;
        this.space = space;
        this.base = base;
        this.epochsPath = space.epochs();
        this.seed = seed;
        if (settings.halving() && epochsPath.isEmpty()) {
            throw new ActionException("HyperBand needs a parameter for the number of epochs, and the spec of this"
                    + " architecture has none. Set automl_algorithm to Bayesian.");
        }
    }

    /**
     * One training.
     *
     * @param epochs until which it goes on, or 0 for as many as the spec says
     */
    public record Step(Trial trial, long epochs) {}

    /** How it goes on. */
    public SearchSettings settings() {
        return settings;
    }

    /** The values that a trial tries, by path. */
    public ObjectNode values(Trial trial) {
        return space.values(trial.place());
    }

    /** The next one; empty when the search is over. */
    public Optional<Step> next(List<Trial> trials) {
        return settings.halving() ? nextOfHalving(trials) : nextOfSequence(trials);
    }

    /** How many trainings the whole search takes at most. */
    public int steps() {
        if (!settings.halving()) {
            return settings.mostTrials();
        }
        int steps = 0;
        for (int round = 0; round <= rounds(); round++) {
            steps += inRound(round);
        }
        return steps;
    }

    /** The spec of a step. */
    public ObjectNode spec(Step step) {
        ObjectNode spec = space.spec(base, step.trial().place());
        if (step.epochs() > 0) {
            SpecPath.set(spec, epochsPath.orElseThrow(), LongNode.valueOf(step.epochs()));
        }
        return spec;
    }

    /** The best of the trials. */
    public Optional<Trial> best(List<Trial> trials) {
        return trials.stream().filter(trial -> trial.score() != null).max(byScore());
    }

    private Comparator<Trial> byScore() {
        return Comparator.comparing(Trial::score, settings.metric().order())
                .thenComparing(Comparator.comparing(Trial::number).reversed());
    }

    private Optional<Step> nextOfSequence(List<Trial> trials) {
        Optional<Trial> open = trials.stream().filter(Trial::isOpen).findFirst();
        if (open.isPresent()) {
            return open.map(trial -> new Step(trial, 0));
        }
        if (trials.size() >= settings.mostTrials()) {
            return Optional.empty();
        }
        double[] place = trials.isEmpty() ? space.place(base) : chosen(trials);
        return Optional.of(new Step(Trial.begun(trials.size(), place), 0));
    }

    /** A trial that failed was as bad as the worst that did not. */
    private double[] chosen(List<Trial> trials) {
        double sign = settings.metric().isSmallGood() ? -1 : 1;
        double worst = trials.stream()
                .filter(trial -> trial.score() != null)
                .mapToDouble(trial -> sign * trial.score())
                .min()
                .orElse(0);
        double[] scores = trials.stream()
                .mapToDouble(trial -> trial.score() == null ? worst : sign * trial.score())
                .toArray();
        return Bayesian.next(trials.stream().map(Trial::place).toList(), scores, space.size(), seed);
    }

    private Optional<Step> nextOfHalving(List<Trial> trials) {
        if (trials.size() < inRound(0)) {
            Optional<Step> unfinished = behind(trials, epochs(0));
            return unfinished.isPresent() ? unfinished : Optional.of(new Step(fresh(trials.size()), epochs(0)));
        }
        List<Trial> left = trials;
        for (int round = 0; round <= rounds(); round++) {
            if (round > 0) {
                left = left.stream()
                        .filter(trial -> trial.score() != null)
                        .sorted(byScore().reversed())
                        .limit(inRound(round))
                        .toList();
            }
            Optional<Step> unfinished = behind(left, epochs(round));
            if (unfinished.isPresent()) {
                return unfinished;
            }
        }
        return Optional.empty();
    }

    private static Optional<Step> behind(List<Trial> trials, long epochs) {
        return trials.stream()
                .filter(trial -> trial.fault() == null && trial.epochs() < epochs)
                .findFirst()
                .map(trial -> new Step(trial, epochs));
    }

    private Trial fresh(int number) {
        double[] place = number == 0
                ? space.place(base)
                : new Random(seed * 31 + number).doubles(space.size()).toArray();
        return Trial.begun(number, place);
    }

    /** The number of the last round, where the first is 0. */
    private int rounds() {
        int rounds = 0;
        for (long reach = settings.share(); reach <= settings.budget(); reach *= settings.share()) {
            rounds++;
        }
        return rounds;
    }

    private int inRound(int round) {
        long first = Math.min(settings.mostTrials(), power(rounds()));
        return (int) Math.max(1, first / power(round));
    }

    private long epochs(int round) {
        return Math.max(1, settings.budget() / power(rounds() - round)) * settings.epochsPerUnit();
    }

    private long power(int exponent) {
        long power = 1;
        for (int i = 0; i < exponent; i++) {
            power *= settings.share();
        }
        return power;
    }

    /** With a trial in the place of the one of its number, or behind them all. */
    public static List<Trial> with(List<Trial> trials, Trial trial) {
        List<Trial> all = new ArrayList<>(trials);
        if (trial.number() < all.size()) {
            all.set(trial.number(), trial);
        } else {
            all.add(trial);
        }
        return List.copyOf(all);
    }
}
