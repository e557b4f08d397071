using System.Text.RegularExpressions;
using Mono.Cecil;

namespace Polylog.Architecture.Tests;

/// <summary>
/// The folders of a project as its compiled assembly shows them: which folder a type lies in, and which folders it refers to.
/// </summary>
/// <remarks>
/// A type lies where its source file does, which the symbols tell. Constants leave no trace in an assembly and are not seen.
/// </remarks>
internal sealed class CompiledFolders
{
    private readonly string _project;
    private readonly Dictionary<TypeDefinition, string> _folders = [];

    // Serializers that Orleans makes while it builds have no source.
    private const string Generated = "OrleansCodeGen";

    /// <summary>Reads an assembly beside the tests.</summary>
    /// <param name="assembly">Its file's name.</param>
    /// <param name="project">The folder of its project.</param>
    public CompiledFolders(string assembly, string project)
    {
        _project = project;
        string path = Path.Combine(AppContext.BaseDirectory, assembly);
        using var resolver = new DefaultAssemblyResolver();
        resolver.AddSearchDirectory(AppContext.BaseDirectory);
        using var module = ModuleDefinition.ReadModule(path, new ReaderParameters { ReadSymbols = true, AssemblyResolver = resolver });
        TypeDefinition[] types =
        [
            .. module.Types.Where(type => !type.Name.StartsWith('<') && !type.Namespace.StartsWith(Generated, StringComparison.Ordinal)),
        ];
        foreach (TypeDefinition type in types)
            _folders.Add(type, FolderOf(type));
        foreach (TypeDefinition type in types)
        {
            foreach (TypeDefinition other in References.From(type))
            {
                if (_folders.TryGetValue(other, out string? folder) && folder != _folders[type])
                    Edges.TryAdd((_folders[type], folder), $"{type.Name} refers to {other.Name}");
            }
        }
    }

    /// <summary>The folders.</summary>
    public IEnumerable<string> Names => _folders.Values.Distinct().Order();

    /// <summary>For two folders, the first of which refers to the second, one example.</summary>
    public Dictionary<(string From, string To), string> Edges { get; } = [];

    /// <summary>A cycle of folders; empty where there is none.</summary>
    public IReadOnlyList<string> Cycle()
    {
        var done = new HashSet<string>();
        var path = new List<string>();
        return Names.Select(Search).FirstOrDefault(cycle => cycle.Count > 0) ?? [];

        IReadOnlyList<string> Search(string folder)
        {
            if (path.Contains(folder))
                return [.. path[path.IndexOf(folder)..], folder];
            if (!done.Add(folder))
                return [];
            path.Add(folder);
            foreach ((_, string next) in Edges.Keys.Where(edge => edge.From == folder))
            {
                if (Search(next) is { Count: > 0 } cycle)
                    return cycle;
            }
            path.RemoveAt(path.Count - 1);
            return [];
        }
    }

    private string FolderOf(TypeDefinition type)
    {
        string? file = References.WithNested(type).SelectMany(one => one.Methods)
            .Where(method => method.HasBody)
            .SelectMany(method => method.DebugInformation.SequencePoints)
            .Select(point => point.Document.Url.Replace('\\', '/'))
            .FirstOrDefault(url => url.EndsWith(".cs", StringComparison.Ordinal) && !url.Contains("/obj/", StringComparison.Ordinal));
        // Interfaces, enumerations and types of nothing but data have no code: they are looked for in the sources.
        file ??= FileThatDeclares(type.Name.Split('`')[0])
            ?? throw new InvalidOperationException($"No file of {_project} has the type {type.FullName}.");
        string name = $"/{Path.GetFileName(_project)}/";
        string inside = file[(file.LastIndexOf(name, StringComparison.Ordinal) + name.Length)..];
        return inside.Contains('/') ? inside[..inside.LastIndexOf('/')] : "";
    }

    private string? FileThatDeclares(string type)
    {
        var declaration = new Regex($@"\b(class|struct|record|interface|enum|delegate \S+) {type}\b");
        return Directory.EnumerateFiles(_project, "*.cs", SearchOption.AllDirectories)
            .Select(file => file.Replace('\\', '/'))
            .FirstOrDefault(file => !file.Contains("/obj/", StringComparison.Ordinal) && declaration.IsMatch(File.ReadAllText(file)));
    }
}
