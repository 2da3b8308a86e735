package dev.modeldock.server.actions.classifier;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.modeldock.server.actions.classifier.Feeder.View;
import dev.modeldock.server.actions.classifier.Judge.Figures;
import dev.modeldock.server.actions.classifier.net.Adam;
import dev.modeldock.server.actions.classifier.net.Chance;
import dev.modeldock.server.actions.classifier.net.Net;
import dev.modeldock.server.actions.classifier.net.NetPlan;
import dev.modeldock.server.actions.classifier.net.Schedule;
import dev.modeldock.server.actions.classifier.net.Softmax;
import java.io.IOException;
import java.util.Arrays;

/** Lets a network learn. What is random depends on the seed, the epoch and the image alone, so nothing of it is kept. */
final class Training {
    private static final int ORDER = 1;
    private static final int VIEW = 2;

    private final Net net;
    private final TrainingData data;
    private final Pace pace;
    private final Settings settings;
    private final Feeder feeder;
    private final Schedule schedule;

    Training(Feeder feeder, TrainingData data, Pace pace, Settings settings) {
        this.net = feeder.net();
        this.data = data;
        this.pace = pace;
        this.settings = settings;
        this.feeder = feeder;
        this.schedule = new Schedule(settings.learning().rate(), (long) pace.steps() * pace.epochs());
    }

    /**
     * How often and in what portions images are seen.
     *
     * @param steps of an epoch
     */
    record Pace(int epochs, int batch, int steps) {
        private static final int USUAL_EPOCHS = 8;
        private static final int MOST_EPOCHS = 100;
        private static final int LEAST_STEPS = 3000;

        static Pace of(Settings.Learning learning, int images) {
            int usual = images < 500 ? 32 : images < 2000 ? 64 : 128;
            int batch = Math.min(images, learning.batchSize() > 0 ? learning.batchSize() : usual);
            int steps = (images + batch - 1) / batch;
            int enough = Math.max(USUAL_EPOCHS, Math.min(MOST_EPOCHS, (LEAST_STEPS + steps - 1) / steps));
            return new Pace(learning.epochs() > 0 ? learning.epochs() : enough, batch, steps);
        }
    }

    /** All that the outcome depends on, but for the images. */
    static ObjectNode facts(Settings settings, NetPlan plan, Pace pace) {
        ObjectNode facts = JsonNodeFactory.instance.objectNode();
        facts.put("imageSize", plan.size()).put("colour", plan.colours() == 1 ? "grey" : "rgb");
        plan.channels().forEach(facts.putArray("channels")::add);
        facts.put("hidden", plan.hidden()).put("epochs", pace.epochs()).put("batchSize", pace.batch());
        facts.put("learningRate", settings.learning().rate())
                .put("weightDecay", settings.learning().decay());
        facts.put("flip", settings.variation().flip())
                .put("shift", settings.variation().shift())
                .put("labelSmoothing", settings.variation().smoothing());
        return facts.put("validation", settings.run().validation())
                .put("seed", settings.run().seed());
    }

    /**
     * See all images once.
     *
     * @param number from 1
     * @return means over the epoch, of a network that changes meanwhile and sees varied images
     */
    Figures epoch(int number) throws IOException {
        int[] images = data.parts().training();
        int[] order = Chance.of(settings.run().seed(), ORDER, number).order(images.length);
        Adam adam = new Adam(settings.learning().decay());
        double loss = 0;
        int right = 0;
        for (int step = 0; step < pace.steps(); step++) {
            int[] some =
                    Arrays.copyOfRange(order, step * pace.batch(), Math.min(images.length, (step + 1) * pace.batch()));
            Arrays.setAll(some, i -> images[some[i]]);
            Softmax.Loss found = learn(some, number);
            long done = (number - 1L) * pace.steps() + step + 1;
            adam.step(net, done, schedule.rate(done));
            loss += found.sum();
            right += found.right();
        }
        return new Figures(loss / images.length, right / (double) images.length);
    }

    private Softmax.Loss learn(int[] images, int epoch) throws IOException {
        View[] views = new View[images.length];
        Arrays.setAll(views, i -> view(epoch, images[i]));
        feeder.feed(data.images(images), views);
        net.forward(images.length);
        Softmax.Loss loss =
                Softmax.loss(net, data.labels(images), settings.variation().smoothing());
        net.backward(images.length);
        return loss;
    }

    private View view(int epoch, int image) {
        Chance chance = Chance.of(settings.run().seed(), VIEW, epoch, image);
        int shift = settings.variation().shift();
        boolean flipped = settings.variation().flip() && chance.below(2) == 1;
        return new View(flipped, chance.below(2 * shift + 1) - shift, chance.below(2 * shift + 1) - shift);
    }

    /** Look at the images that are not learnt from. */
    Judge validate(Head head) throws IOException {
        Judge judge = new Judge(net, head);
        int[] images = data.parts().validation();
        for (int from = 0; from < images.length; from += net.batch()) {
            int[] some = Arrays.copyOfRange(images, from, Math.min(images.length, from + net.batch()));
            judge.see(data.images(some), data.labels(some));
        }
        return judge;
    }
}
