package dev.modeldock.server.actions.classifier.net;

import java.util.ArrayList;
import java.util.List;

/**
 * The network: images of a batch in, a score for each class out. A convolution is followed by the halving of the image, which
 * also rectifies; the hidden layer by a rectifier. For one thread at a time, which its team helps.
 */
public final class Net {
    private final NetPlan plan;
    private final List<Layer> layers = new ArrayList<>();
    private final List<Weights> weights = new ArrayList<>();
    private final Signal in;
    private final Signal out;
    private final Making making;

    /**
     * How a network is made.
     *
     * @param batch images at once
     * @param training whether it is to learn; takes more than twice the memory
     */
    public record Making(int batch, boolean training, Team team) {}

    /** All its weights are zero. */
    public Net(NetPlan plan, Making making) {
        this.plan = plan;
        this.making = making;
        this.in = Signal.forward(plan.colours(), plan.size(), plan.size(), making.batch());
        Signal signal = in;
        for (int channels : plan.channels()) {
            Signal wide = signal(channels, signal.height(), signal.width());
            layers.add(new Convolution(signal, wide, weights(channels, signal.channels() * 9), making.team()));
            signal = signal(channels, wide.height() / 2, wide.width() / 2);
            layers.add(new Pooling(wide, signal, making.team()));
        }
        Signal hidden = signal(plan.hidden(), 1, 1);
        layers.add(new Dense(signal, hidden, weights(plan.hidden(), plan.flat()), making.team()));
        Signal bent = signal(plan.hidden(), 1, 1);
        layers.add(new Rectifier(hidden, bent, making.team()));
        this.out = signal(plan.classes(), 1, 1);
        layers.add(new Dense(bent, out, weights(plan.classes(), plan.hidden()), making.team()));
    }

    private Signal signal(int channels, int height, int width) {
        return making.training()
                ? Signal.of(channels, height, width, making.batch())
                : Signal.forward(channels, height, width, making.batch());
    }

    private Weights weights(int outputs, int inputs) {
        Weights made = new Weights(outputs, inputs, making.training());
        weights.add(made);
        return made;
    }

    public NetPlan plan() {
        return plan;
    }

    public Team team() {
        return making.team();
    }

    /** How many images it takes at once. */
    public int batch() {
        return making.batch();
    }

    /** Of the convolutions in their order, of the hidden layer, of the last one. */
    public List<Weights> weights() {
        return weights;
    }

    /** Where the images of a batch are written: a row for each colour and pixel, in it a column for each image. */
    public float[][] input() {
        return in.values();
    }

    /** What {@link #forward} has made: a row for each class, a column for each image. */
    public float[][] scores() {
        return out.values();
    }

    /** Where the gradients of the scores are written before {@link #backward}. */
    public float[][] gradients() {
        return out.gradients();
    }

    /** Weights to begin with, the same for the same seed. */
    public void begin(long seed) {
        for (int i = 0; i < weights.size(); i++) {
            weights.get(i).begin(Chance.of(seed, i));
        }
    }

    /** Make scores of the first images of the input. */
    public void forward(int images) {
        layers.forEach(layer -> layer.forward(images));
    }

    /** Make the gradients of all weights. */
    public void backward(int images) {
        for (int i = layers.size() - 1; i >= 0; i--) {
            layers.get(i).backward(images);
        }
    }
}
