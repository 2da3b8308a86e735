package dev.modeldock.server.actions.classifier;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.modeldock.server.actions.classifier.net.Net;
import dev.modeldock.server.actions.classifier.net.Weights;
import dev.modeldock.spi.ActionException;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;

/**
 * What a training begins with: its own checkpoint, or weights of another network, or new ones.
 *
 * @param fresh the head of a training of which nothing is done
 */
record Beginning(ClassifierRun run, Head fresh) {
    private static final String EPOCHS = "epochs";

    /** Fill the network, and tell how far it has come. */
    Head fill(Net net, CheckpointFile own, Optional<CheckpointFile> origin) throws ActionException, IOException {
        if (own.exists()) {
            Head there = own.head();
            if (!isToBeLonger(there.progress())) {
                requireSame(there);
                own.load(net);
                run.context().log("Going on behind epoch " + there.progress().epoch() + ".");
                return there;
            }
            run.context().log("The training is to have another number of epochs now, so it begins anew.");
        }
        net.begin(fresh.progress().settings().path("seed").asLong());
        if (origin.isPresent()) {
            adopt(net, origin.get());
        }
        return fresh;
    }

    /** A search for good parameters lets trainings that have ended go on; the learning rate follows from all epochs. */
    private boolean isToBeLonger(Head.Progress there) {
        ObjectNode wanted = fresh.progress().settings();
        return there.isDone()
                && there.data().equals(fresh.progress().data())
                && wanted.path(EPOCHS).asInt() > there.epoch()
                && shown(wanted.deepCopy().put(EPOCHS, 0))
                        .equals(shown(there.settings().deepCopy().put(EPOCHS, 0)));
    }

    /** As text: a number that was read again may be of another type. */
    private static String shown(JsonNode json) {
        return json.toString();
    }

    private void requireSame(Head there) throws ActionException {
        ObjectNode before = there.progress().settings();
        for (Map.Entry<String, JsonNode> now : fresh.progress().settings().properties()) {
            JsonNode then = before.path(now.getKey());
            if (!shown(then).equals(shown(now.getValue()))) {
                throw new ActionException("The training cannot go on: " + now.getKey() + " was " + then
                        + " when it began and is " + now.getValue()
                        + " now. Set it back, or begin a new job.");
            }
        }
        boolean same = there.progress().data().equals(fresh.progress().data())
                && there.classes().equals(fresh.classes());
        if (!same) {
            throw new ActionException(
                    "The training cannot go on: the images are not those that it began with." + " Begin a new job.");
        }
    }

    /** Take over the layers that are as large there. */
    private void adopt(Net net, CheckpointFile origin) throws ActionException, IOException {
        Head head = origin.head();
        Net other = new Net(head.plan(), new Net.Making(1, false, net.team()));
        origin.load(other);
        int taken = 0;
        for (int i = 0; i < net.weights().size(); i++) {
            Weights to = net.weights().get(i);
            Weights from = other.weights().get(i);
            boolean last = i == net.weights().size() - 1;
            boolean fits = to.inputs() == from.inputs() && to.outputs() == from.outputs();
            if (fits && (!last || head.classes().equals(fresh.classes()))) {
                copy(from, to);
                taken++;
            }
        }
        run.context()
                .log("Beginning with " + taken + " of " + net.weights().size() + " layers of "
                        + origin.path().getFileName() + ".");
    }

    private static void copy(Weights from, Weights to) {
        for (int row = 0; row < to.outputs(); row++) {
            System.arraycopy(from.rows().values()[row], 0, to.rows().values()[row], 0, to.inputs());
        }
        System.arraycopy(from.bias().values()[0], 0, to.bias().values()[0], 0, to.outputs());
    }
}
