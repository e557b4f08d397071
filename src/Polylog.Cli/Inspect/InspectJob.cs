using Polylog.Tables;

namespace Polylog.Cli;

/// <summary>Compares a coreset with its table from the two files alone, without code of the compressor.</summary>
internal static class InspectJob
{
    public static InspectOutcome Run(InspectRequest request, Watch watch, NoteList notes, CancellationToken cancellation)
    {
        using Table small = Table.OpenFiles([request.Coreset], cancellation: cancellation);
        CoresetMetadata? metadata = CoresetMetadata.Read(request.Coreset);
        using Table large = watch.Over("opening", _ => request.Against.Open(threads: null, cancellation));
        InspectSettings settings = InspectSettings.Resolve(request, metadata, small, large);
        settings.Check(small, large);

        Roles roles = settings.Roles;
        string[] unused = settings.HasAllNumeric
            ? [.. large.Columns.Where(column => !column.IsNumeric).Select(column => column.Name)] : [];
        InputNotes.Write(large, request.Against, unused, [], notes, cancellation);
        NumericRows kept = small.Read(roles.Selection(large, settings.WeightName, MissingRows.Refuse), cancellation: cancellation);
        NumericRows rows = watch.Over("reading", progress =>
            large.Read(roles.Selection(large, settings.WeightColumn, settings.Missing), progress, cancellation));
        if (roles.Loss is LossWord.Logistic)
        {
            TwoLabels.Recode(rows, roles.Targets, large.Description, notes.Add);
            TwoLabels.Recode(kept, roles.Targets, small.Description, _ => { });
        }
        RoleCheck.Targets(rows, roles, large.Description);
        RoleCheck.Targets(kept, roles, small.Description);
        var full = MarkedRows.FromRows(rows, roles);
        RoleCheck.Groups(rows, full, large.Description);
        var coreset = MarkedRows.FromRows(kept, roles, like: full);

        Findings found = Findings.Compare(full, coreset, request, settings, watch, cancellation);
        RowMembership membership = watch.Over("rows", _ =>
            RowMembership.Count(small, large, [settings.WeightName, .. settings.Added], settings.RowIdName, cancellation));
        CertificateCheck? certificate = watch.Over("certificate", _ =>
            CertificateCheck.Compare(metadata, request, settings, found, cancellation));
        return new InspectOutcome(request, settings, large.Description, found, membership, certificate) { Metadata = metadata };
    }
}
