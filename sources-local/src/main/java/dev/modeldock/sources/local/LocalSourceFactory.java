package dev.modeldock.sources.local;

import dev.modeldock.spi.Field;
import dev.modeldock.spi.ModelSource;
import dev.modeldock.spi.ModelSourceFactory;
import dev.modeldock.spi.Setting;
import dev.modeldock.spi.Settings;
import dev.modeldock.spi.SourceContext;
import dev.modeldock.spi.SourceException;
import dev.modeldock.spi.Spi;
import java.util.List;

/** Makes the source {@code local}. */
public final class LocalSourceFactory implements ModelSourceFactory {
    static final String FILE = "file";
    static final String PATH = "path";
    static final String MODEL_NAME = "model_name";
    static final String ROOTS = "roots";

    @Override
    public String id() {
        return "local";
    }

    @Override
    public int spiVersion() {
        return Spi.VERSION;
    }

    @Override
    public List<Setting> settings() {
        return List.of(new Setting(
                ROOTS,
                "Directories on the server below which a request may name a path, separated as in a search path",
                "",
                false));
    }

    @Override
    public List<Field> fields() {
        return List.of(
                Field.upload(FILE, "A ZIP or tar in which every top-level directory is a model, or a flat one"),
                Field.text(PATH, "Instead of a file: an archive or directory on the server, below source.local.roots"),
                Field.text(
                        MODEL_NAME, "The model's name when the archive is flat; else the file's name stands for it"));
    }

    @Override
    public ModelSource open(Settings settings, SourceContext context) throws SourceException {
        return new LocalSource(Roots.of(settings.get(ROOTS)), context);
    }
}
