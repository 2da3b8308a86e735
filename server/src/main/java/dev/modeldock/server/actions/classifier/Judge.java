package dev.modeldock.server.actions.classifier;

import dev.modeldock.server.actions.classifier.net.Net;
import dev.modeldock.server.actions.classifier.net.Softmax;

/** Looks at images with a network, and counts how often it is right. */
final class Judge {
    private final Net net;
    private final Feeder feeder;
    private final Confusion confusion;
    private double loss;

    Judge(Net net, Head head) {
        this.net = net;
        this.feeder = new Feeder(net, head.scaling());
        this.confusion = Confusion.of(head.classes());
    }

    /** How well a network did. */
    record Figures(double loss, double accuracy) {}

    /** @param images not more than the network takes at once */
    void see(byte[][] images, int[] labels) {
        feeder.feed(images);
        net.forward(images.length);
        for (int i = 0; i < images.length; i++) {
            confusion.add(labels[i], Softmax.best(Softmax.probabilities(net.scores(), i)));
        }
        loss += Softmax.loss(net.scores(), labels, 0).sum();
    }

    /** Whether there was any image. */
    boolean hasSeen() {
        return confusion.images() > 0;
    }

    Confusion confusion() {
        return confusion;
    }

    Figures figures() {
        return new Figures(loss / Math.max(1, confusion.images()), confusion.accuracy());
    }
}
