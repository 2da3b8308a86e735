package dev.modeldock.server.routes.tao;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.modeldock.datasets.Dataset;
import dev.modeldock.datasets.DatasetUpload;
import dev.modeldock.datasets.DatasetUploads;
import dev.modeldock.problems.DockException;
import dev.modeldock.problems.Problem;
import dev.modeldock.server.http.FormParts;
import dev.modeldock.server.http.MultipartReader;
import dev.modeldock.server.http.PartHandler;
import dev.modeldock.server.http.PartHeaders;
import dev.modeldock.server.http.PartSink;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.io.IOException;
import java.nio.ByteBuffer;

/** {@code POST …/dataset/{dataset}/upload}: an archive, unpacked and checked before the answer. */
final class DatasetUploadRoute {
    private final DatasetRoutes handlers;
    private final DatasetUploads uploads;

    DatasetUploadRoute(DatasetRoutes handlers, DatasetUploads uploads) {
        this.handlers = handlers;
        this.uploads = uploads;
    }

    void register(RoutesConfig routes) {
        routes.post(DatasetRoutes.DATASET + "/upload", this::upload);
    }

    private void upload(Context ctx) throws IOException, InterruptedException {
        Dataset dataset = handlers.dataset(ctx, "Dataset not found");
        long announced = Math.max(0, ctx.req().getContentLengthLong());
        try (DatasetUpload upload = uploads.receive(dataset, announced)) {
            ArchivePart archive = new ArchivePart(upload);
            MultipartReader.read(ctx.req().getInputStream(), ctx.header("Content-Type"), new FormParts(archive));
            archive.require();
            upload.finish();
        }
        ctx.status(201);
        TaoJson.send(ctx, JsonNodeFactory.instance.objectNode().put("message", "Data successfully uploaded"));
    }

    /**
     * The archive of the form: the part {@code file}, else the first file whatever its part is called; the document calls
     * it otherwise than the real server.
     */
    private static final class ArchivePart implements PartHandler {
        private static final String NAME = "file";

        private final DatasetUpload upload;
        private boolean taken;
        private boolean named;

        ArchivePart(DatasetUpload upload) {
            this.upload = upload;
        }

        @Override
        public PartSink open(PartHeaders headers) throws IOException {
            boolean better = !named && headers.name().equals(NAME);
            if (taken && !better) {
                return ArchivePart::ignore;
            }
            if (taken) {
                upload.again();
            }
            taken = true;
            named = better;
            return upload::write;
        }

        private static void ignore(ByteBuffer bytes) {
            bytes.position(bytes.limit());
        }

        void require() {
            if (!taken) {
                throw new DockException(
                        Problem.VALIDATION_ERROR,
                        "Invalid tar file / tar file with no images and/or labels directory: the form has no file. Send the"
                                + " archive as the part \"file\".");
            }
        }
    }
}
