package dev.modeldock.training;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.modeldock.actions.schemas.Topic;
import dev.modeldock.jobs.Job;

/**
 * What a job needs to do its action, as its row keeps it.
 *
 * @param kind the model's architecture, or the type of the dataset
 * @param format of the dataset; empty for a model
 * @param runner the id of what does it
 * @param automl whether it is a search for good parameters
 */
record ActionPlan(String kind, String format, String runner, boolean automl) {
    static ActionPlan of(Job job) {
        JsonNode plan = job.plan();
        return new ActionPlan(
                plan.path("kind").asText(),
                plan.path("format").asText(),
                plan.path("pack").asText(),
                plan.path("automl").asBoolean());
    }

    ObjectNode toJson() {
        return JsonNodeFactory.instance
                .objectNode()
                .put("kind", kind)
                .put("format", format)
                .put("pack", runner)
                .put("automl", automl);
    }

    boolean isDataset() {
        return !format.isEmpty();
    }

    Topic topic(String action) {
        return new Topic(kind, action, format);
    }
}
