package dev.modeldock.server.actions.classifier.net;

import java.util.Arrays;
import java.util.List;

/** Each output is a weighted sum of all inputs. */
final class Dense implements Layer {
    /** Outputs that one thread makes at a time. */
    private static final int SHARE = 16;

    private final Signal in;
    private final Signal out;
    private final Weights weights;
    private final Team team;
    private final Mixer forward;
    private final Mixer backward;
    /** The values of the input with a row for each image. */
    private final float[][] images;

    private final float[] noImage;
    private final float[][] turned;
    private final float[] noBias;

    Dense(Signal in, Signal out, Weights weights, Team team) {
        this.in = in;
        this.out = out;
        this.weights = weights;
        this.team = team;
        float[] zero = new float[out.batch()];
        int inputs = in.values().length;
        boolean training = out.hasGradients();
        this.forward = new Mixer(out.values(), Rows.blocks(in.values(), zero));
        this.backward = new Mixer(in.gradients(), Rows.blocks(out.gradients(), zero));
        this.images = training ? new float[out.batch()][Rows.padded(inputs)] : new float[0][];
        this.noImage = new float[Rows.padded(inputs)];
        this.turned = training ? new float[inputs][Rows.padded(out.values().length)] : new float[0][];
        this.noBias = new float[inputs];
    }

    @Override
    public void forward(int columns) {
        float[] bias = weights.bias().values()[0];
        shares(
                out.values().length,
                columns,
                extent -> forward.run(extent, weights.rows().values(), bias));
    }

    private interface Share {
        void run(Mixer.Extent extent);
    }

    private void shares(int rows, int columns, Share share) {
        team.each((rows + SHARE - 1) / SHARE, part -> {
            int first = part * SHARE;
            share.run(new Mixer.Extent(first, Math.min(rows, first + SHARE), columns));
        });
    }

    @Override
    public void backward(int columns) {
        turn(columns);
        List<Rows.Block> samples = Rows.blocks(Arrays.copyOf(images, columns), noImage);
        team.each(out.values().length, output -> {
            float[] gradients = weights.rows().gradients()[output];
            // Filled up with zeros, as the images are.
            float[] of = Arrays.copyOf(Arrays.copyOf(out.gradients()[output], columns), Rows.padded(columns));
            Arrays.fill(gradients, 0);
            samples.forEach(block -> Rows.mix(gradients, gradients.length, block, of));
            weights.bias().gradients()[0][output] = Rows.sum(of, columns);
        });
        if (in.hasGradients()) {
            shares(in.values().length, columns, extent -> backward.run(extent, turned, noBias));
        }
    }

    private void turn(int columns) {
        float[][] rows = weights.rows().values();
        team.each((turned.length + SHARE - 1) / SHARE, part -> {
            for (int i = part * SHARE; i < Math.min(turned.length, (part + 1) * SHARE); i++) {
                for (int output = 0; output < rows.length; output++) {
                    turned[i][output] = rows[output][i];
                }
                for (int image = 0; image < columns; image++) {
                    images[image][i] = in.values()[i][image];
                }
            }
        });
    }
}
