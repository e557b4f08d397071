namespace Polylog.Cli;

/// <summary>A program that is run as <c>polylog</c> is.</summary>
/// <param name="Name">The word that starts it, and every error.</param>
/// <param name="Root">Makes its commands.</param>
/// <param name="Sentence">The sentence of an exception that only this program knows; null for others.</param>
internal sealed record ProgramDescription(
    string Name, Func<Terminal, CancellationToken, ProgramRoot> Root, Func<Exception, string?> Sentence);
