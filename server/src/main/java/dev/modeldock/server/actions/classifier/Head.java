package dev.modeldock.server.actions.classifier;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.modeldock.server.actions.classifier.net.NetPlan;
import java.util.ArrayList;
import java.util.List;

/** What a checkpoint says before its numbers: what the network is, and how far its training has come. */
record Head(List<String> classes, NetPlan plan, Scaling scaling, Progress progress) {
    static final int MOST_CLASSES = 1000;
    static final int MOST_SIZE = 128;
    private static final int MOST_LAYERS = 5;
    private static final int MOST_OUTPUTS = 2048;
    private static final ObjectMapper JSON = new ObjectMapper();

    Head {
        classes = List.copyOf(classes);
    }

    /**
     * How far a training has come.
     *
     * @param data what its images are known by
     * @param settings that its outcome depends on
     * @param epoch that has ended last
     * @param best the epoch with the best validation so far, 0 if there is none
     */
    record Progress(String data, ObjectNode settings, int epoch, Best best) {
        /** Of a network that is not being trained. */
        static Progress none() {
            return new Progress("", JSON.createObjectNode(), 0, new Best(0, 0));
        }

        boolean isDone() {
            return epoch == settings.path("epochs").asInt();
        }
    }

    /** An epoch and its accuracy in the validation. */
    record Best(int epoch, double accuracy) {}

    Head with(Progress other) {
        return new Head(classes, plan, scaling, other);
    }

    ObjectNode toJson() {
        ObjectNode json = JSON.createObjectNode();
        classes.forEach(json.putArray("classes")::add);
        ObjectNode shape = json.putObject("plan")
                .put("colours", plan.colours())
                .put("size", plan.size())
                .put("hidden", plan.hidden());
        plan.channels().forEach(shape.putArray("channels")::add);
        json.set("scaling", scaling.toJson());
        ObjectNode training = json.putObject("training");
        training.put("data", progress.data()).put("epoch", progress.epoch());
        training.put("best_epoch", progress.best().epoch())
                .put("best_accuracy", progress.best().accuracy());
        training.set("settings", progress.settings());
        return json;
    }

    /** Read one that may be anything; what is no use makes an {@link IllegalArgumentException} with a reason. */
    static Head of(JsonNode json) {
        List<String> classes = new ArrayList<>();
        json.path("classes").forEach(name -> classes.add(name.asText()));
        require(classes.size() >= 2 && classes.size() <= MOST_CLASSES, "a number of classes");
        Scaling scaling = Scaling.of(json.path("scaling"));
        NetPlan plan = plan(json.path("plan"), classes.size());
        require(scaling.mean().length == plan.colours() && scaling.factor().length == plan.colours(), "a scaling");
        JsonNode training = json.path("training");
        require(training.path("settings").isObject(), "settings");
        return new Head(
                classes,
                plan,
                scaling,
                new Progress(
                        training.path("data").asText(),
                        (ObjectNode) training.path("settings"),
                        training.path("epoch").asInt(),
                        new Best(
                                training.path("best_epoch").asInt(),
                                training.path("best_accuracy").asDouble())));
    }

    private static NetPlan plan(JsonNode json, int classes) {
        List<Integer> channels = new ArrayList<>();
        json.path("channels").forEach(each -> channels.add(each.asInt()));
        int colours = json.path("colours").asInt();
        int size = json.path("size").asInt();
        int hidden = json.path("hidden").asInt();
        require(colours == 1 || colours == 3, "colours");
        require(size >= 1 && size <= MOST_SIZE, "a size");
        require(channels.size() <= MOST_LAYERS && size >> channels.size() >= 1, "channels");
        require(channels.stream().allMatch(each -> each >= 1 && each <= MOST_OUTPUTS), "channels");
        require(hidden >= 1 && hidden <= MOST_OUTPUTS, "a hidden layer");
        return new NetPlan(colours, size, channels, hidden, classes);
    }

    private static void require(boolean holds, String what) {
        if (!holds) {
            throw new IllegalArgumentException("its head has " + what + " that no such file can have");
        }
    }
}
