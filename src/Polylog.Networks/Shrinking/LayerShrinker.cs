using System.Numerics.Tensors;

namespace Polylog.Networks;

/// <summary>Gives one layer after another fewer units.</summary>
/// <param name="model">The model.</param>
/// <param name="options">How few.</param>
/// <param name="layers">How many layers there are: they share the tolerance.</param>
/// <param name="isEvery">Whether no layer was named, so that layers which would only grow are left alone.</param>
/// <param name="notes">Takes up notes.</param>
internal sealed class LayerShrinker(ModelUnderShrink model, ShrinkOptions options, int layers, bool isEvery, ShrinkNotes notes)
{
    private const int MostUnits = 20_000;

    /// <summary>More units would take too long for a curve.</summary>
    private const int MostInCurve = 1024;

    /// <summary>A user should know of outgoing weights that grow by more.</summary>
    private const double MostGrowth = 10;

    /// <summary>Makes what chooses units for <see cref="ShrinkGoal.Function"/>.</summary>
    public required ChoiceFactory Choices { get; init; }

    private readonly Dictionary<LayerKey, int> _planned = [];

    private bool IsSized => options.Width is not null || options.Fraction is not null || options.Tolerance is not null
        || options.Budget is not null;

    /// <summary>Spreads a budget over the layers; false where there is none.</summary>
    /// <exception cref="ModelFileException">The budget is below what is possible.</exception>
    public bool Plan(LayerKey[] keys, Action<double> progress, CancellationToken cancellation)
    {
        _planned.Clear();
        if (options.Budget is null || options.Width is not null || options.Fraction is not null)
            return false;
        FunctionChoice Choose(LayerKey key, HiddenLayer layer)
        {
            CheckUnits(key, layer);
            return new FunctionChoice(layer, model, _ => { }, cancellation);
        }

        int[] widths = new BudgetSearch(model, keys, options).Run(Choose, progress, cancellation);
        for (int i = 0; i < keys.Length; i++)
            _planned[keys[i]] = widths[i];
        return true;
    }

    /// <summary>Removes units that have no effect and merges copies; false where there are none.</summary>
    public bool Merge(LayerKey key, HiddenLayer layer, CancellationToken cancellation)
    {
        UnitMerge merge = UnitMerge.Find(layer, FixedResponses.Observe(layer, model, cancellation), cancellation);
        if (merge.Kept.Count == layer.Units || (!IsSized && layer.Group.IsShared && !IsSmaller(key, merge.Result, cancellation)))
            return false;
        notes.Changed(key, layer);
        merge.Apply();
        return true;
    }

    /// <summary>Gives a layer the width asked for.</summary>
    /// <param name="key">The layer.</param>
    /// <param name="before">The layer before any change.</param>
    /// <param name="place">How many layers were done before.</param>
    /// <param name="progress">Called with the share of the work done.</param>
    /// <param name="cancellation">Ends the work early.</param>
    /// <exception cref="ModelFileException">The layer cannot be shrunk as asked.</exception>
    public LayerChange Shrink(LayerKey key, LayerInfo before, int place, Action<double> progress, CancellationToken cancellation)
    {
        HiddenLayer layer = model.Layer(key, cancellation);
        var unchanged = new LayerChange(before, layer.Units, ShrinkMethod.Exact) { Idle = (int)before.Units - layer.Units };
        int? wanted = Wanted(key, layer, before);
        if ((wanted is null && options.Tolerance is null) || wanted >= layer.Units || layer.Units == 1)
            return unchanged;
        UnitChoice choice = Choice(key, layer, progress, cancellation);
        double[]? curve = options.HasCurves && choice is FunctionChoice responses && layer.Units <= MostInCurve
            ? responses.Errors(cancellation) : null;
        if (wanted < choice.Least)
            throw TooFew(key, layer, wanted.Value, choice.Least);
        ChosenUnits? chosen = wanted is { } size
            ? choice.Choose(size, cancellation)
            : new WidthSearch(model, key, choice, Allowed(place), options.MultipleFor(layer.Group)).Smallest(layer.Units, cancellation);
        if (chosen is null)
            return unchanged;
        int units = chosen.Kept.Length;
        if (units < wanted && choice.Samples > 0 && choice.Samples < wanted)
        {
            string asked = ModelErrors.Count(wanted!.Value, "unit"), samples = ModelErrors.Count(choice.Samples, "sample");
            throw ModelErrors.At(
                model.Model.Path,
                $"layer {ModelErrors.Quote(key.Name)} is to have {asked}, but the inputs make only {samples} to choose them on",
                $"give at least as many as units, better several times as many");
        }
        if (isEvery && layer.Group.IsShared && !IsSmaller(key, chosen, cancellation))
        {
            notes.LeftAlone(key);
            return unchanged;
        }
        notes.Changed(key, layer);
        if (chosen.Method == ShrinkMethod.Responses && Growth(layer, chosen) is > MostGrowth and var growth)
            notes.Grown(key, growth);
        layer.Replace(chosen.Kept, chosen.Changes);
        if (units < wanted)
            notes.FewerThanWanted(key, units, wanted.Value);
        return unchanged with
        {
            Units = units,
            Method = chosen.Method,
            Samples = choice.Samples,
            Masses = chosen.Masses,
            Order = chosen.Order,
            Curve = curve,
        };
    }

    private int? Wanted(LayerKey key, HiddenLayer layer, LayerInfo before)
    {
        if (options.Width is { } width)
            return options.Rounded(layer.Group, width);
        if (options.Fraction is { } fraction)
            return options.Rounded(layer.Group, fraction * before.Units);
        return _planned.TryGetValue(key, out int planned) ? planned : null;
    }

    /// <summary>The largest outgoing weight of a kept unit over what it was, or over the usual weight where that is more.</summary>
    private static double Growth(HiddenLayer layer, ChosenUnits chosen)
    {
        double most = 0;
        for (int reader = 0; reader < layer.Readers.Count; reader++)
        {
            ReadOnlySpan<double> before = layer.Outgoing(reader).Span, after = chosen.Changes[reader].Outgoing;
            int width = before.Length / layer.Units;
            double usual = TensorPrimitives.Norm(before) / Math.Sqrt(before.Length);
            for (int j = 0; j < chosen.Kept.Length; j++)
            {
                double own = Math.Abs(TensorPrimitives.MaxMagnitude(before.Slice(chosen.Kept[j] * width, width)));
                double now = Math.Abs(TensorPrimitives.MaxMagnitude(after.Slice(j * width, width)));
                most = now > 0 ? Math.Max(most, now / Math.Max(own, usual)) : most;
            }
        }
        return most;
    }

    private UnitChoice Choice(LayerKey key, HiddenLayer layer, Action<double> progress, CancellationToken cancellation)
    {
        if (options.Goal == ShrinkGoal.Dynamics && layer.Activation is null)
        {
            throw ModelErrors.At(
                model.Model.Path,
                $"layer {ModelErrors.Quote(key.Name)} is {layer.Info.Pattern}, whose training is not preserved",
                $"name only plain layers with {OptionNames.Layers}, or use {OptionNames.Function}");
        }
        if (options.Goal == ShrinkGoal.Dynamics)
            return new MomentChoice(new HiddenLayerUnits(layer, model.Model.ReadMasses(key, layer.Units)), options.Order);
        CheckUnits(key, layer);
        return Choices(layer, model, samples => progress(Math.Min(1, samples / (double)model.FitCount)), cancellation);
    }

    private void CheckUnits(LayerKey key, HiddenLayer layer)
    {
        if (layer.Units > MostUnits)
        {
            throw ModelErrors.At(
                model.Model.Path,
                $"layer {ModelErrors.Quote(key.Name)} has {layer.Units} units, more than the {MostUnits} that can be matched",
                $"name only other layers with {OptionNames.Layers}");
        }
    }

    private ModelFileException TooFew(LayerKey key, HiddenLayer layer, int wanted, int least)
    {
        int order = options.Order ?? 1;
        string keep = least < layer.Units ? $"keep at least {ModelErrors.Text($"{least}")} units, or " : "";
        string lower = order > 1 ? $"lower {OptionNames.Order}, or " : "";
        int size = new HiddenLayerUnits(layer).ObjectSize;
        string asked = ModelErrors.Count(wanted, "unit");
        return ModelErrors.At(
            model.Model.Path,
            $"layer {ModelErrors.Quote(key.Name)} is to have {asked}, but units of {size} weights have {least} moments up to order {order}",
            $"{keep}{lower}use {OptionNames.Function}");
    }

    // Errors of independent layers add up in squares, so each layer may use its share of the squared tolerance.
    private double Allowed(int place) => options.Tolerance!.Value * Math.Sqrt((place + 1.0) / layers);

    // Weights that other parts use remain in the model, so a copy of some of them can be more than what is saved.
    private bool IsSmaller(LayerKey key, ChosenUnits chosen, CancellationToken cancellation)
    {
        NetworkModel copy = model.Copy(cancellation);
        copy.Replace(copy.FindLayer(key), chosen.Kept, chosen.Changes);
        return copy.Parameters < model.Model.Parameters;
    }
}
