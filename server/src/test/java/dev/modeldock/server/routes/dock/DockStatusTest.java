package dev.modeldock.server.routes.dock;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.modeldock.jobs.Job;
import dev.modeldock.jobs.Job.JobFailure;
import dev.modeldock.jobs.Job.JobProgress;
import dev.modeldock.jobs.Job.JobTimes;
import dev.modeldock.jobs.JobKind;
import dev.modeldock.jobs.JobState;
import dev.modeldock.problems.Problem;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is answered about jobs of tools, in each state. */
class DockStatusTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    @ParameterizedTest
    @CsvSource({
        "PENDING, IN_PROGRESS",
        "RUNNING, IN_PROGRESS",
        "PAUSED, IN_PROGRESS",
        "DONE, SUCCESS",
        "FAILED, FAILED",
        "CANCELED, FAILED"
    })
    void eachStateHasItsWord(JobState state, String word) {
        for (JobKind kind : List.of(JobKind.TOOL_IMPORT, JobKind.TOOL_EXPORT)) {
            ObjectNode status = DockStatus.of(job(kind, state, "{}", Optional.empty()));
            assertEquals(word, status.path("status").asText());
            assertEquals(
                    kind == JobKind.TOOL_IMPORT ? "IMPORT" : "EXPORT",
                    status.path("action").asText());
            assertEquals("WORKFLOWS", status.path("jobType").asText());
            for (String spelling : List.of("_id", "dockStatusId", "dock-statusId", "dockstatusId")) {
                assertEquals("ds-j-1", status.path(spelling).asText());
            }
            assertEquals("a-1", status.path("toolId").asText());
            assertEquals("a-1", status.path("workflowId").asText());
            assertFalse(status.has("modelId"));
            assertEquals(word.equals("FAILED"), status.has("code"));
            assertEquals(word.equals("FAILED"), status.has("errors"));
        }
    }

    @Test
    void whatCameOfItIsToldAndNothingElseOfTheResult() {
        ObjectNode status = DockStatus.of(job(
                JobKind.TOOL_IMPORT,
                JobState.DONE,
                "{\"tool\": \"a-1\", \"version\": 3, \"outcome\": \"updated\", \"inner\": 1}",
                Optional.empty()));
        assertEquals(3, status.path("version").asInt());
        assertEquals("updated", status.path("outcome").asText());
        assertFalse(status.has("inner"));
        assertEquals(100, status.path("percentageComplete").asInt());
    }

    @Test
    void whatIsWrongIsToldFaultByFault() {
        JobFailure failure = new JobFailure(Problem.VALIDATION_ERROR, "There are 2 faults.");
        ObjectNode status = DockStatus.of(job(
                JobKind.TOOL_IMPORT,
                JobState.FAILED,
                "{\"errors\": [{\"code\": \"VALIDATION_ERROR\", \"msg\": \"a\", \"file\": \"f\", \"path\": \"/x\"}, {}]}",
                Optional.of(failure)));
        assertEquals("VALIDATION_ERROR", status.path("code").asText());
        assertEquals("There are 2 faults.", status.path("message").asText());
        assertEquals(2, status.path("errors").size());
        assertEquals("/x", status.path("errors").path(0).path("path").asText());
    }

    @Test
    void whatHasNoFaultsIsToldAsOne() {
        JobFailure failure = new JobFailure(Problem.NOT_FOUND, "The tool was deleted.");
        ObjectNode failed = DockStatus.of(job(JobKind.TOOL_IMPORT, JobState.FAILED, "{}", Optional.of(failure)));
        assertEquals("NOT_FOUND", failed.path("errors").path(0).path("code").asText());
        assertEquals(
                "The tool was deleted.",
                failed.path("errors").path(0).path("msg").asText());
        ObjectNode canceled = DockStatus.of(job(JobKind.TOOL_IMPORT, JobState.CANCELED, "{}", Optional.empty()));
        assertEquals("CANCELED", canceled.path("code").asText());
        assertEquals("CANCELED", canceled.path("errors").path(0).path("code").asText());
    }

    private static Job job(JobKind kind, JobState state, String result, Optional<JobFailure> failure) {
        Instant now = Instant.parse("2026-01-02T03:04:05Z");
        return new Job(
                "j-1",
                kind,
                state,
                "anna",
                "TOOL",
                "Greeter",
                "",
                json("{\"tool\": \"a-1\", \"family\": \"WORKFLOWS\"}"),
                json(result),
                new JobProgress("verifying", 0, 0, 0, 1),
                failure,
                new JobTimes(now, now, now, state.isFinal() ? now : null));
    }

    private static ObjectNode json(String text) {
        try {
            return (ObjectNode) JSON.readTree(text);
        } catch (JsonProcessingException e) {
            throw new AssertionError(e);
        }
    }
}
