package dev.modeldock.formats;

import java.util.Set;
import java.util.TreeSet;

/**
 * Tells how far an import can be trusted. What tensors and plain values need is innocuous; what runs code, reaches
 * outside or leads to such a thing is dangerous; everything else is suspicious, since no list of bad things is complete.
 */
final class PickleVerdicts {
    static final String UNKNOWN = "unknown";

    private static final Set<String> INNOCUOUS = words("""
            collections.OrderedDict collections.Counter collections.deque
            torch.FloatStorage torch.HalfStorage torch.BFloat16Storage torch.DoubleStorage torch.LongStorage
            torch.IntStorage torch.ShortStorage torch.CharStorage torch.ByteStorage torch.BoolStorage
            torch.ComplexFloatStorage torch.ComplexDoubleStorage torch.QInt8Storage torch.QInt32Storage
            torch.QUInt8Storage torch.QUInt2x4Storage torch.QUInt4x2Storage torch.UntypedStorage
            torch.storage.UntypedStorage torch.storage.TypedStorage
            torch._utils._rebuild_tensor torch._utils._rebuild_tensor_v2 torch._utils._rebuild_tensor_v3
            torch._utils._rebuild_parameter torch._utils._rebuild_parameter_with_state
            torch._utils._rebuild_sparse_tensor torch._utils._rebuild_qtensor torch._utils._rebuild_meta_tensor_no_storage
            torch.Size torch.device torch.Tensor torch.nn.parameter.Parameter
            torch.float64 torch.float32 torch.float16 torch.bfloat16 torch.int64 torch.int32 torch.int16 torch.int8
            torch.uint8 torch.bool torch.float8_e4m3fn torch.float8_e5m2 torch.complex64 torch.complex128
            torch.per_tensor_affine torch.per_channel_affine
            numpy.dtype numpy.ndarray
            numpy.core.multiarray._reconstruct numpy._core.multiarray._reconstruct
            numpy.core.multiarray.scalar numpy._core.multiarray.scalar
            numpy.core.numeric._frombuffer numpy._core.numeric._frombuffer
            _codecs.encode
            builtins.set builtins.frozenset builtins.list builtins.dict builtins.tuple builtins.int builtins.float
            builtins.complex builtins.bool builtins.str builtins.bytes builtins.bytearray builtins.slice
            builtins.range builtins.object
            __builtin__.set __builtin__.frozenset __builtin__.list __builtin__.dict __builtin__.tuple __builtin__.int
            __builtin__.long __builtin__.float __builtin__.complex __builtin__.bool __builtin__.str
            __builtin__.unicode __builtin__.bytearray __builtin__.slice __builtin__.xrange __builtin__.object
            """);

    /** Modules with all that is in them and below them, and single names with all their attributes. */
    private static final Set<String> DANGEROUS = words("""
            unknown
            os nt posix posixpath ntpath sys subprocess commands popen2 pty tty shutil socket _socket ssl select
            socketserver SocketServer asyncio signal multiprocessing _posixsubprocess threading _thread thread
            dummy_threading concurrent.futures sched ctypes _ctypes cffi mmap fcntl resource
            builtins.eval builtins.exec builtins.compile builtins.getattr builtins.setattr builtins.delattr
            builtins.open builtins.apply builtins.breakpoint builtins.__import__ builtins.globals builtins.locals
            builtins.vars builtins.input builtins.exit builtins.quit builtins.__build_class__
            __builtin__.eval __builtin__.exec __builtin__.execfile __builtin__.compile __builtin__.getattr
            __builtin__.setattr __builtin__.delattr __builtin__.open __builtin__.file __builtin__.apply
            __builtin__.breakpoint __builtin__.__import__ __builtin__.globals __builtin__.locals __builtin__.vars
            __builtin__.input __builtin__.raw_input __builtin__.reload
            importlib _frozen_importlib _frozen_importlib_external imp zipimport pkgutil runpy site linecache
            code codeop bdb pdb trace timeit profile cProfile doctest pydoc cgitb idlelib lib2to3 unittest
            test distutils setuptools pip ensurepip venv nose pytest _pytest
            types.CodeType types.FunctionType types.LambdaType types.MethodType types.ModuleType
            operator.attrgetter operator.itemgetter operator.methodcaller
            _operator.attrgetter _operator.itemgetter _operator.methodcaller
            functools.partial functools.partialmethod functools.reduce _functools.partial _functools.reduce
            pickle _pickle cPickle marshal shelve dbm dill cloudpickle joblib.load joblib.numpy_pickle.load
            copyreg.add_extension copyreg.pickle copy_reg.add_extension copy_reg.pickle
            io.open io.open_code io.FileIO _io.open _io.open_code _io.FileIO codecs.open fileinput tempfile
            webbrowser http httplib urllib urllib2 urllib3 requests aiohttp httpx ftplib smtplib poplib imaplib
            telnetlib nntplib xmlrpc xmlrpclib BaseHTTPServer SimpleHTTPServer CGIHTTPServer wsgiref
            paramiko fabric boto3 botocore
            tkinter _tkinter Tkinter turtle sqlite3 logging.config platform.popen platform._syscmd_ver uuid._get_command_stdout gc inspect
            _aix_support _osx_support nturl2path.os getpass antigravity
            torch.load torch.serialization torch.hub torch.storage._load_from_bytes torch.package torch.jit
            torch._dynamo torch._inductor torch._C._jit torch.distributed torch.multiprocessing torch.utils.cpp_extension
            torch.utils.collect_env torch.utils.bottleneck torch.utils.data.datapipes torch.utils._config_module
            torch.utils.hipify torch.utils.model_zoo torch.fx.experimental torch.onnx.utils torch.testing
            torch.ops torch.classes torch.cuda._lazy_call
            numpy.load numpy.lib.npyio numpy.lib.format numpy.loadtxt numpy.fromfile numpy.memmap numpy.f2py
            numpy.distutils numpy.testing numpy.ctypeslib numpy.lib.utils numpy.core._internal
            pandas.read_pickle pandas.io pandas.eval pandas.core.computation
            tensorflow keras.models.load_model keras.saving keras.src keras.utils.get_file
            transformers.dynamic_module_utils transformers.pipeline huggingface_hub
            yaml.load yaml.unsafe_load yaml.full_load jsonpickle
            """);

    /** Names that lead to one of the above from whatever module they are taken, since modules import each other. */
    private static final Set<String> DANGEROUS_WORDS = words("""
            os nt posix sys subprocess builtins __builtins__ importlib socket shutil ctypes pickle marshal runpy
            pty eval exec execfile system popen __import__ getattr __getattribute__ __globals__ __subclasses__
            __builtin__ __loader__ __dict__ __code__ __reduce__ __reduce_ex__
            """);

    private PickleVerdicts() {}

    static Level level(String module, String name) {
        String whole = module + '.' + name;
        if (INNOCUOUS.contains(whole)) {
            return Level.INNOCUOUS;
        }
        for (int dot = whole.indexOf('.'); dot >= 0; dot = whole.indexOf('.', dot + 1)) {
            if (DANGEROUS.contains(whole.substring(0, dot))) {
                return Level.DANGEROUS;
            }
        }
        return DANGEROUS.contains(whole) || leadsAway(name) ? Level.DANGEROUS : Level.SUSPICIOUS;
    }

    /** From protocol 4 on a name may have dots, each of which takes an attribute of what came before. */
    private static boolean leadsAway(String name) {
        for (String word : name.split("\\.")) {
            if (DANGEROUS_WORDS.contains(word)) {
                return true;
            }
        }
        return false;
    }

    private static Set<String> words(String text) {
        return new TreeSet<>(Set.of(text.strip().split("\\s+")));
    }
}
