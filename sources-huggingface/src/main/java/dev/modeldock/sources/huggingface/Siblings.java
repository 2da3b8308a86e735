package dev.modeldock.sources.huggingface;

import com.fasterxml.jackson.core.JsonParser;
import dev.modeldock.spi.RemoteFile;
import dev.modeldock.spi.SourceException;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * The files as a model's description has them, for mirrors without a tree. Many tell the names alone; then each file is
 * asked for its size and hash, a few at once, and the first {@value #MOST_ASKED} only: somebody waits.
 */
final class Siblings {
    private static final int MOST_ASKED = 1_000;
    private static final int AT_ONCE = 4;

    private final Hub hub;

    Siblings(Hub hub) {
        this.hub = hub;
    }

    List<RemoteFile> files(Asked asked) throws SourceException, InterruptedException {
        HttpResponse<InputStream> answer =
                hub.require(hub.endpoint().infoWithFiles(asked.id(), asked.revision()), asked);
        List<RemoteFile> files = new ArrayList<>(JsonBody.read(answer, Siblings::read));
        files.sort(Comparator.comparing(RemoteFile::path));
        return completed(files, asked);
    }

    private static List<RemoteFile> read(JsonParser json) throws IOException, SourceException {
        List<RemoteFile> files = new ArrayList<>();
        JsonBody.fields(json, name -> {
            if (name.equals("siblings")) {
                FileList.add(json, files);
            }
        });
        return files;
    }

    private List<RemoteFile> completed(List<RemoteFile> files, Asked asked)
            throws SourceException, InterruptedException {
        ExecutorService threads = Executors.newFixedThreadPool(AT_ONCE, Siblings::thread);
        try {
            FileHead head = new FileHead(hub, asked);
            Map<Integer, Future<RemoteFile>> completed = new LinkedHashMap<>();
            for (int i = 0; i < files.size() && completed.size() < MOST_ASKED; i++) {
                RemoteFile file = files.get(i);
                if (!isComplete(file)) {
                    completed.put(i, threads.submit(() -> head.completed(file)));
                }
            }
            List<RemoteFile> all = new ArrayList<>(files);
            for (Map.Entry<Integer, Future<RemoteFile>> each : completed.entrySet()) {
                all.set(each.getKey(), each.getValue().get());
            }
            return all;
        } catch (ExecutionException failed) {
            if (failed.getCause() instanceof SourceException refusal) {
                throw refusal;
            }
            throw new IllegalStateException("A file could not be asked for", failed.getCause());
        } finally {
            threads.shutdownNow();
        }
    }

    private static boolean isComplete(RemoteFile file) {
        return file.size() != RemoteFile.UNKNOWN
                && !(file.sha256().isEmpty() && file.gitSha1().isEmpty());
    }

    private static Thread thread(Runnable work) {
        Thread thread = new Thread(work, "huggingface-head");
        thread.setDaemon(true);
        return thread;
    }
}
