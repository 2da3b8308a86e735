package dev.modeldock.server.actions.classifier.net;

import java.util.ArrayList;
import java.util.List;

/**
 * Each pixel of a channel is a weighted sum of the 3 x 3 pixels around it, in all channels of the input; beyond the edge
 * lie zeros. Weights of an output are ordered by channel, row and column, as ONNX has them.
 */
final class Convolution implements Layer {
    private static final int TAPS = 9;

    private final Signal in;
    private final Signal out;
    private final Weights weights;
    private final Team team;
    private final float[] zero;
    /** For each pixel. */
    private final List<Mixer> forward = new ArrayList<>();

    private final List<Mixer> backward = new ArrayList<>();
    private final Pairs[] pairs;
    private final float[][] turned;
    private final float[] noBias;

    /** Values of the input and the pixels of the output that they have a part in, by one weight of each output. */
    private record Pairs(int[] pixels, float[][] inputs) {}

    Convolution(Signal in, Signal out, Weights weights, Team team) {
        this.in = in;
        this.out = out;
        this.weights = weights;
        this.team = team;
        this.zero = new float[out.batch()];
        for (int pixel = 0; pixel < out.pixels(); pixel++) {
            forward.add(new Mixer(column(out, out.values(), pixel), around(in, in.values(), pixel)));
        }
        boolean deep = in.hasGradients() && out.hasGradients();
        for (int pixel = 0; deep && pixel < in.pixels(); pixel++) {
            backward.add(new Mixer(column(in, in.gradients(), pixel), around(out, out.gradients(), pixel)));
        }
        this.turned = deep ? new float[in.channels()][Rows.padded(out.channels() * TAPS)] : new float[0][];
        this.noBias = new float[in.channels()];
        this.pairs = new Pairs[out.hasGradients() ? in.channels() * TAPS : 0];
        for (int weight = 0; weight < pairs.length; weight++) {
            pairs[weight] = pairs(weight / TAPS, weight % TAPS);
        }
    }

    /** The rows of one pixel in all channels. */
    private static float[][] column(Signal signal, float[][] rows, int pixel) {
        float[][] column = new float[signal.channels()][];
        for (int channel = 0; channel < column.length; channel++) {
            column[channel] = rows[channel * signal.pixels() + pixel];
        }
        return column;
    }

    /** The rows around one pixel in all channels. */
    private List<Rows.Block> around(Signal signal, float[][] rows, int pixel) {
        float[][] around = new float[signal.channels() * TAPS][];
        for (int i = 0; i < around.length; i++) {
            int other = neighbour(signal, pixel, i % TAPS);
            around[i] = other < 0 ? zero : rows[i / TAPS * signal.pixels() + other];
        }
        return Rows.blocks(around, zero);
    }

    /** The pixel that a tap looks at, or -1 beyond the edge. */
    private static int neighbour(Signal signal, int pixel, int tap) {
        int y = pixel / signal.width() + tap / 3 - 1;
        int x = pixel % signal.width() + tap % 3 - 1;
        boolean inside = y >= 0 && y < signal.height() && x >= 0 && x < signal.width();
        return inside ? y * signal.width() + x : -1;
    }

    private Pairs pairs(int channel, int tap) {
        List<Integer> pixels = new ArrayList<>();
        List<float[]> inputs = new ArrayList<>();
        for (int pixel = 0; pixel < out.pixels(); pixel++) {
            int other = neighbour(in, pixel, tap);
            if (other >= 0) {
                pixels.add(pixel);
                inputs.add(in.values()[channel * in.pixels() + other]);
            }
        }
        return new Pairs(pixels.stream().mapToInt(i -> i).toArray(), Rows.pairable(inputs, zero));
    }

    @Override
    public void forward(int images) {
        Mixer.Extent all = new Mixer.Extent(0, out.channels(), images);
        team.each(out.height(), y -> {
            for (int x = 0; x < out.width(); x++) {
                forward.get(y * out.width() + x)
                        .run(all, weights.rows().values(), weights.bias().values()[0]);
            }
        });
    }

    @Override
    public void backward(int images) {
        team.each(out.channels(), channel -> gradients(channel, images));
        if (!backward.isEmpty()) {
            turn();
            Mixer.Extent all = new Mixer.Extent(0, in.channels(), images);
            team.each(in.height(), y -> {
                for (int x = 0; x < in.width(); x++) {
                    backward.get(y * in.width() + x).run(all, turned, noBias);
                }
            });
        }
    }

    private void gradients(int channel, int images) {
        float[][] of = out.of(out.gradients(), channel);
        float[] to = weights.rows().gradients()[channel];
        for (int weight = 0; weight < pairs.length; weight++) {
            float[] sum = new float[images];
            Pairs pair = pairs[weight];
            float[][] left = new float[pair.inputs().length][];
            for (int i = 0; i < left.length; i++) {
                left[i] = i < pair.pixels().length ? of[pair.pixels()[i]] : zero;
            }
            Rows.products(sum, images, left, pair.inputs());
            to[weight] = Rows.sum(sum, images);
        }
        weights.bias().gradients()[0][channel] = Rows.sum(of, images);
    }

    /** What an input has a part in lies around it the other way round. */
    private void turn() {
        for (int output = 0; output < out.channels(); output++) {
            float[] row = weights.rows().values()[output];
            for (int i = 0; i < in.channels() * TAPS; i++) {
                turned[i / TAPS][output * TAPS + TAPS - 1 - i % TAPS] = row[i];
            }
        }
    }
}
