import dev.modeldock.database.Database;
import java.nio.file.Path;
import org.jdbi.v3.core.Handle;

/**
 * A database of the real schema for {@code tao.sh}. Run as a single file with the server's jar as its class path:
 * {@code java -cp JAR TaoRows.java FILE ROWS JOBS USERS LIST}.
 */
final class TaoRows {
    /** Users, and the one thing of each kind whose lists are measured, are known by their UUIDs. */
    private static final String ID = "printf('%08x-0000-4000-8000-000000000000', ";

    private static final String BIG = "00000001-0000-4000-8000-000000000000";
    private static final String WIDE = "00000002-0000-4000-8000-000000000000";
    private static final String RANDOM_ID = "lower(hex(randomblob(4)) || '-' || hex(randomblob(2)) || '-4' ||"
            + " substr(hex(randomblob(2)), 2) || '-8' || substr(hex(randomblob(2)), 2) || '-' || hex(randomblob(6)))";
    private static final long NOW = 1_790_000_000_000L;

    public static void main(String[] args) {
        fill(Path.of(args[0]), new Sizes(number(args[1]), number(args[2]), number(args[3]), number(args[4])));
    }

    private static int number(String text) {
        return Integer.parseInt(text);
    }

    /**
     * @param rows datasets, and as many models
     * @param jobs of all datasets together
     * @param list how many of each one user has, and of the jobs one dataset
     */
    private record Sizes(int rows, int jobs, int users, int list) {}

    private static void fill(Path file, Sizes sizes) {
        try (Database database = Database.open(file)) {
            // All of it at once in memory: ids go into their indexes at random places.
            database.write(handle -> handle.execute("pragma cache_size = -2000000"));
            database.write(handle -> {
                datasets(handle, sizes);
                models(handle, sizes);
                return null;
            });
            jobs(database, sizes);
            if (sizes.users() > 1) {
                wide(database);
            }
        }
    }

    private static String owner(Sizes sizes) {
        return ID + "case when i <= " + sizes.list() + " then 0 else 1 + i % " + Math.max(1, sizes.users() - 1) + " end)";
    }

    private static final String COUNTED = "with recursive n(i) as (select 1 union all select i + 1 from n where i < :rows) ";

    /** A tenth has the name that is given when none is told. They were changed in another order than they were made in. */
    private static void datasets(Handle handle, Sizes sizes) {
        handle.createUpdate(COUNTED + "insert into datasets(id, owner, type, format, name, description, version, logo,"
                        + " created_at, modified_at) select case when i <= 2 then " + ID + "i) else " + RANDOM_ID + " end, "
                        + owner(sizes) + ", case i % 3 when 0 then 'ocrnet' else 'object_detection' end,"
                        + " case i % 3 when 0 then 'default' else 'kitti' end, case i % 10 when 0 then 'My Dataset' else 'set '"
                        + " || (i * 7919 % 1000) end, 'My TAO Dataset', '1.0.' || (i % 5), 'https://www.nvidia.com', :now,"
                        + " :now + i * 7919 % 1000003 from n")
                .bind("rows", sizes.rows())
                .bind("now", NOW)
                .execute();
    }

    /** A hundredth of the others' models is public, so seen in everybody's list. */
    private static void models(Handle handle, Sizes sizes) {
        handle.createUpdate(COUNTED + "insert into models(id, namespace, name, owner, access, source, created_at, updated_at)"
                        + " select 'cm-' || " + RANDOM_ID + ", 'bench', 'model-' || i, " + owner(sizes) + ", case when i > "
                        + sizes.list() + " and i % 100 = 0 then 'public' else 'private' end, 'TAO', :now, :now + i from n")
                .bind("rows", sizes.rows())
                .bind("now", NOW)
                .execute();
        handle.execute("insert into model_settings select id, case seq % 10 when 0 then 'My Model' else 'net ' || (seq * 7919"
                + " % 1000) end, '1.0.' || (seq % 5), 'https://www.nvidia.com', case seq % 3 when 0 then 'unet' else"
                + " 'detectnet_v2' end, '', 'tlt_encode', seq % 50 = 0, '{\"automl_enabled\":false}', updated_at + seq * 7919"
                + " % 1000003 from models");
    }

    private static void jobs(Database database, Sizes sizes) {
        int others = sizes.jobs() - sizes.list();
        String job = "insert into jobs(id, kind, state, user_name, source, tag, staging, plan, result, not_before, created_at,"
                + " updated_at, ended_at) ";
        String values = "'ACTION', case i % 7 when 0 then 'FAILED' else 'DONE' end, 'bench', 'ACTION', 'convert', '', '{}',"
                + " '{\"detailed_status\":{\"status\":\"SUCCESS\"}}', :now, :now + i, :now + i * 7919 % 1000003, :now + i from n";
        database.write(handle -> {
            handle.execute("create temp table made(i integer primary key, id text, handler text)");
            handle.createUpdate(COUNTED + "insert into made select i, " + RANDOM_ID + ", case when i <= :list then '" + BIG
                            + "' else (select id from datasets where seq = 3 + i % (select max(seq) - 2 from datasets)) end from n")
                    .bind("rows", sizes.jobs())
                    .bind("list", sizes.list())
                    .execute();
            handle.createUpdate(job + "select id, " + values.replace("from n", "from made"))
                    .bind("now", NOW)
                    .execute();
            return handle.execute("insert into action_jobs(id, handler, action, updated_at) select m.id, m.handler, case m.i % 3"
                    + " when 0 then 'convert' when 1 then 'augment' else 'kmeans' end, j.updated_at"
                    + " from made m join jobs j on j.id = m.id order by m.i");
        });
    }

    /** Ten thousand jobs more, of another dataset, with results of 16 KiB: 160 MiB in one list. */
    private static void wide(Database database) {
        database.write(handle -> {
            handle.createUpdate(COUNTED + "insert into jobs(id, kind, state, user_name, source, tag, staging, plan, result,"
                            + " not_before, created_at, updated_at) select 'wide-' || i, 'ACTION', 'DONE', 'bench', 'ACTION',"
                            + " 'convert', '', '{}', json_object('text', hex(randomblob(8192))), :now, :now, :now + i from n")
                    .bind("rows", 10_000)
                    .bind("now", NOW)
                    .execute();
            return handle.execute("insert into action_jobs(id, handler, action, updated_at) select id, '" + WIDE + "', 'convert',"
                    + " updated_at from jobs where id >= 'wide-' and id < 'wide.'");
        });
    }
}
