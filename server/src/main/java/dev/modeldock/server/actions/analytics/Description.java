package dev.modeldock.server.actions.analytics;

import java.util.List;

/**
 * What is usually told of many numbers: how many, mean, standard deviation (of a sample), least, quartiles (linear between
 * neighbours), greatest. As {@code describe()} of pandas has it; a deviation of a single number is none.
 */
record Description(
        double count, double mean, double std, double min, double low, double median, double high, double max) {
    /** What the values are called, in their order. */
    static final List<String> NAMES = List.of("count", "mean", "std", "min", "25%", "50%", "75%", "max");

    List<Double> values() {
        return List.of(count, mean, std, min, low, median, high, max);
    }

    /** Of numbers and how often each is there. */
    static Description of(List<Tally.Entry<Double>> sorted) {
        Sum sum = new Sum();
        long count = 0;
        for (Tally.Entry<Double> each : sorted) {
            sum.add(each.key() * each.count());
            count += each.count();
        }
        Making making = new Making(count, sum.value());
        sorted.forEach(each -> making.next(each.key(), each.count()));
        return making.made();
    }

    /** Adds without losing the small ones (Neumaier). */
    static final class Sum {
        private double sum;
        private double lost;

        void add(double value) {
            double next = sum + value;
            lost += Math.abs(sum) >= Math.abs(value) ? sum - next + value : value - next + sum;
            sum = next;
        }

        double value() {
            return sum + lost;
        }
    }

    /** Looks at all numbers once, sorted. */
    static final class Making {
        private static final double[] QUARTERS = {0.25, 0.5, 0.75};

        private final long count;
        private final double mean;
        private final Sum squares = new Sum();
        private final double[] below = new double[QUARTERS.length];
        private final double[] above = new double[QUARTERS.length];
        private long seen;
        private double min = Double.NaN;
        private double max = Double.NaN;

        Making(long count, double sum) {
            this.count = count;
            this.mean = count == 0 ? Double.NaN : sum / count;
        }

        void next(double value, long times) {
            min = seen == 0 ? value : min;
            max = value;
            squares.add((value - mean) * (value - mean) * times);
            for (int i = 0; i < QUARTERS.length; i++) {
                long rank = (long) place(i);
                below[i] = isNow(rank, times) ? value : below[i];
                above[i] = isNow(Math.min(rank + 1, count - 1), times) ? value : above[i];
            }
            seen += times;
        }

        private boolean isNow(long rank, long times) {
            return rank >= seen && rank < seen + times;
        }

        private double place(int quarter) {
            return (count - 1) * QUARTERS[quarter];
        }

        Description made() {
            double std = count < 2 ? Double.NaN : Math.sqrt(squares.value() / (count - 1));
            return new Description(count, mean, std, min, quartile(0), quartile(1), quartile(2), max);
        }

        private double quartile(int i) {
            if (count == 0) {
                return Double.NaN;
            }
            double part = place(i) - Math.floor(place(i));
            double step = above[i] - below[i];
            return part < 0.5 ? below[i] + step * part : above[i] - step * (1 - part);
        }
    }
}
