"""Trapping block of NMDA channels by ketamine, split by the cell that carries them.

Question    Which cells lose how much NMDA current at a given unbound brain concentration, and for how long?
Idea        Ketamine enters a channel only while it is open and is locked in when it closes. Binding and release both wait
            for openings, so a busy cell is blocked, and set free, sooner; where block settles depends on affinity alone.
            Affinity is that in physiological Mg, which occupies the same pore: GluN2D lets ketamine in more easily than
            GluN2A or GluN2B, so a cell's subunit mix sets its affinity. The off-rate is the measured one; the on-rate is
            off-rate / IC50, since measured on- and off-rates alone miss the measured IC50 twofold (Gilling 2009).
            S- and R-ketamine and their metabolites compete for one site: their concentrations are added after weighting
            by potency, in units of racemate. Memantine binds the same site, but a part of it leaves closed channels, and it hardly
            holds at receptors that open only by spontaneous release. Lanicemine likewise, with half of it trapped. MK-801
            is counted as a potent ketamine, with ketamine's selectivity; its own release is far slower, which is left out.
            Traxoprodil and Ro 25-6981 take GluN2B-containing receptors away.
            In the habenula a blocked channel may pass into a deep trapped state; bursts carry it in and out, so activity at high
            drug levels prolongs block and activity at low levels ends it (Ma 2023). This state is phenomenological:
            quick entry and slow exit amount to a high affinity under long exposure.
Leaves out  The cell's voltage (affinities hold at -66 mV), GluN2C, the Hill slope below 1 (0.84), desensitisation.
            The habenula is given the pyramidal mix.
            The allosteric loss of openings at low concentration, and a depolarised, tonically active cell's weaker Mg
            block, are not modelled but summed in one number, interneuron_selectivity, that holds for ketamine only.
            Hydroxynorketamine is in the sum and makes no difference at clinical levels.
Conflicts   S:R potency 4.7 (Ebert 1997) or 1.2 (Temme 2018): 3, with a wide spread. GluN2B of PV cells needed (Gerhard 2020) or PV
            cells' NMDA receptors not (Pozzi 2014): little GluN2B there (Kinney 2006), so the side of Pozzi; SST cells carry the effect.
            Without GluN2D, 25-30 mg/kg no longer raise synaptic events, firing or gamma in mice (molbrain2021, Sapkota 2016). A larger
            share of GluN2D brings the first to nothing and turns the others into falls, since block of pyramidal cells is too strong at
            the mouse's assumed levels; so the shares stay assumed.
            Half of [3H]MK-801 is displaced in the rat at 1.4 µmol/L of unbound ketamine in plasma (interval 1.0-2.1; an abstract,
            recalled as Shaffer 2014): here half of the channels is blocked at 1.6-1.7 in interneurons, at 7.4 in pyramidal cells.
"""

from regrowth.language import mechanism, par, state

_MG = "recalled, not yet checked in the paper; agrees with Khlestova 2016, who infer 10 % block of GluN2A/B at 0.5 µmol/L"


def _share(cell: str, subunit: str, value: float, source: str, note: str = ""):
    return par(
        f"share_{subunit}_{cell}",
        value,
        "1",
        f"share of {subunit.replace('2', 'GluN2').upper().replace('GLUN', 'GluN')} in the NMDA conductance, {cell} cells",
        source=source,
        spread="lognormal 30%",
        bounds=(0, 0.45),
        note=note,
    )


MECHANISM = mechanism(
    parameters=[
        par("k_off", 0.22, "1/s", "release from open channels", source="gilling2009", spread="lognormal 23%", bounds=(0, None)),
        par("ic50_2a", 5.35, "umol/L", "IC50 of racemic ketamine, GluN2A, 1 mM Mg", source="kotermanski2009",
            spread="lognormal 30%", bounds=(0.01, None), note=_MG),
        par("ic50_2b", 5.08, "umol/L", "IC50 of racemic ketamine, GluN2B, 1 mM Mg", source="kotermanski2009",
            spread="lognormal 30%", bounds=(0.01, None), note=_MG),
        par("ic50_2d", 2.95, "umol/L", "IC50 of racemic ketamine, GluN2D, 1 mM Mg", source="kotermanski2009",
            spread="lognormal 30%", bounds=(0.01, None), note="recalled, not yet checked in the paper"),
        par("s_to_r", 3, "1", "potency of S- relative to R-ketamine",
            source="assumed: between 4.7 (Ebert 1997) and 1.2 (Temme 2018); in mice R is half the racemate (Zanos 2022), which is 3",
            spread="uniform 1.2..5", bounds=(1, None)),
        par("s_norketamine_potency", 0.176, "1", "S-norketamine relative to S-ketamine", source="ebert1997",
            note="derived: Ki 0.3/1.7 µmol/L", spread="lognormal 30%", bounds=(0, None)),
        par("r_norketamine_potency", 0.108, "1", "R-norketamine relative to R-ketamine", source="ebert1997",
            note="derived: Ki 1.4/13 µmol/L", spread="lognormal 30%", bounds=(0, None)),
        par("hnk_potency", 0.01, "1", "(2R,6R)-hydroxynorketamine relative to racemic ketamine", source="abbott2020",
            note="IC50 46 µmol/L, 100 times that of ketamine", spread="lognormal 50%", bounds=(0, None)),
        par("interneuron_selectivity", 3.74, "1", "affinity of interneuron receptors beyond their subunit mix",
            source="fitted: abdallah2018-gln, chowdhury2016-gln-30", note="1 would be no selectivity beyond the subunit mix", spread="lognormal 25%", bounds=(1, None), interval=(1.886, 5.903)),
        _share("pv", "2b", 0.13, "kinney2006", "derived: GluN2A:GluN2B 5:1 of what GluN2D leaves"),
        _share("pv", "2d", 0.2, "assumed: present in most interneurons (Perszyk 2016), amount unknown"),
        _share("sst", "2b", 0.45, "assumed: knock-down of GluN2B in these cells abolishes ketamine's effect (Gerhard 2020), so most"),
        _share("sst", "2d", 0.3, "assumed: present in most interneurons (Perszyk 2016), amount unknown"),
        _share("pyramidal", "2b", 0.3, "assumed: adult synapses are GluN2A-led; GluN2B part of one third"),
        par("open_time", 20, "ms", "time per spike in which a cell's channels can bind or release",
            source="assumed: a fifth of an NMDA synaptic current of 100 ms", spread="lognormal 50%", bounds=(0, None)),
        par("quiet_opening", 0.002, "1", "share of time open to binding through spontaneous release alone",
            source="assumed: about one miniature event per synapse and minute, 100 ms each", spread="lognormal 70%", bounds=(1e-5, 1)),
        par("ambient_opening", 0.02, "1", "share of time open to binding at extrasynaptic receptors, held open by ambient glutamate",
            source="assumed: ten times that of spontaneous release", spread="lognormal 70%", bounds=(1e-5, 1)),
        par("burst_opening", 0.05, "1", "share of time open to binding in a healthy lateral habenula at rest",
            source="assumed: between a pyramidal and a parvalbumin cell", spread="lognormal 50%", bounds=(1e-5, 1)),
        par("trapping_rate", 2, "1/h", "blocked habenula channels passing into the deep trapped state, per unit of bursting",
            source="assumed: one exposure in mice, half-life 13 min, is enough (Ma 2023), so entry takes about half an hour",
            spread="lognormal 50%", bounds=(0, None)),
        par("untrapping_time", 48, "h", "time constant of release from the deep trapped state at healthy bursting",
            source="assumed: in animals with raised bursting block outlasts the drug by up to 24 h (Ma 2023)",
            spread="lognormal 50%", bounds=(0.1, None)),
        par("memantine_ic50_2ab", 10.6, "umol/L", "IC50 of memantine, GluN2A and GluN2B, 1 mM Mg",
            source="assumed: mean of 10.3 and 10.9 µmol/L in a literature compilation whose original we could not identify",
            spread="lognormal 30%", bounds=(0.01, None), note="oocytes, -30 mV"),
        par("memantine_ic50_2d", 1.9, "umol/L", "IC50 of memantine, GluN2D, 1 mM Mg",
            source="assumed: literature compilation whose original we could not identify",
            spread="lognormal 30%", bounds=(0.01, None), note="oocytes, -30 mV"),
        par("memantine_at_rest", 0.1, "1", "memantine's hold on receptors opened by spontaneous release, relative to others",
            source="assumed: in physiological Mg it leaves miniature NMDA currents alone, ketamine does not (Gideons 2014)",
            spread="lognormal 50%", bounds=(0, 1)),
        par("mk801_potency", 100, "1", "MK-801 relative to racemic ketamine, unbound",
            source="assumed: binds the same site about a hundred times as tightly", spread="lognormal 70%", bounds=(0, None)),
        par("lanicemine_ic50", 5, "umol/L", "IC50 of lanicemine, all subunits", source="sanacora2014",
            spread="lognormal 50%", bounds=(0.01, None), note="4-7 µmol/L; recalled, not yet checked in the paper"),
        par("lanicemine_untrapped", 0.46, "1", "share of lanicemine that leaves a channel when it closes",
            source="sanacora2014", spread="lognormal 20%", bounds=(0, 1),
            note="54 % trapped, ketamine 86 %; recalled, not yet checked in the paper"),
        par("memantine_untrapped", 0.2, "1", "share of memantine that leaves a channel when it closes", source="gilling2009",
            spread="lognormal 20%", bounds=(0, 1)),
    ],
    reads=[
        "s_ketamine_brain_free", "r_ketamine_brain_free", "s_norketamine_brain_free", "r_norketamine_brain_free",
        "hnk_brain_free", "memantine_brain_free", "mk801_brain_free", "lanicemine_brain_free", "glun2b_occupancy",
        "nmda_receptors", "glun2b", "glun2d", "glun1_pv", "glun2b_pv", "glun2b_sst", "glun2b_pyramidal", "nmda_habenula_local",
    ],
    feedback=["e_rate", "pv_rate", "sst_rate", "habenula_bursting"],
    states=[
        state("block_pv", "1", "blocked share of NMDA channels, parvalbumin cells", bounds=(0, 1)),
        state("block_sst", "1", "blocked share of NMDA channels, somatostatin cells", bounds=(0, 1)),
        state("block_pyramidal", "1", "blocked share of synaptic NMDA channels, pyramidal cells", bounds=(0, 1)),
        state("block_extrasynaptic", "1", "blocked share of extrasynaptic GluN2B channels, pyramidal cells", bounds=(0, 1)),
        state("block_resting", "1", "blocked share of NMDA channels opened by spontaneous release", bounds=(0, 1)),
        state("block_habenula", "1", "blocked share of NMDA channels, lateral habenula", bounds=(0, 1)),
        state("trapped_habenula", "1", "share of NMDA channels with ketamine deeply trapped, lateral habenula", bounds=(0, 1)),
    ],
    gives=["nmda_pv", "nmda_sst", "nmda_pyramidal", "nmda_extrasynaptic", "nmda_resting", "nmda_habenula"],
    equations="""
        s_potency = 2*s_to_r/(1 + s_to_r)                     # racemate = 1
        r_potency = 2/(1 + s_to_r)
        ketamine_like = s_potency*(s_ketamine_brain_free + s_norketamine_potency*s_norketamine_brain_free) +
            r_potency*(r_ketamine_brain_free + r_norketamine_potency*r_norketamine_brain_free) +
            hnk_potency*hnk_brain_free + mk801_potency*mk801_brain_free      # unbound, as racemic ketamine

        # what genes and antagonists leave of each subunit
        glun2b_left = glun2b*(1 - glun2b_occupancy)
        left_2a_pv = 1 - share_2b_pv - share_2d_pv
        left_2b_pv = share_2b_pv*glun2b_left*glun2b_pv
        left_2d_pv = share_2d_pv*glun2d
        left_2a_sst = 1 - share_2b_sst - share_2d_sst
        left_2b_sst = share_2b_sst*glun2b_left*glun2b_sst
        left_2d_sst = share_2d_sst*glun2d
        left_2b_pyramidal = share_2b_pyramidal*glun2b_left*glun2b_pyramidal
        left_2a_pyramidal = 1 - share_2b_pyramidal

        intact_pv = left_2a_pv + left_2b_pv + left_2d_pv
        intact_sst = left_2a_sst + left_2b_sst + left_2d_sst
        intact_pyramidal = left_2a_pyramidal + left_2b_pyramidal

        # concentration over IC50, by the mix that is left
        bound_pv = interneuron_selectivity*ketamine_like*
            (left_2a_pv/ic50_2a + left_2b_pv/ic50_2b + left_2d_pv/ic50_2d)/intact_pv
        bound_sst = interneuron_selectivity*ketamine_like*
            (left_2a_sst/ic50_2a + left_2b_sst/ic50_2b + left_2d_sst/ic50_2d)/intact_sst
        bound_pyramidal = ketamine_like*(left_2a_pyramidal/ic50_2a + left_2b_pyramidal/ic50_2b)/intact_pyramidal
        bound_extrasynaptic = ketamine_like/ic50_2b

        use_pv = min(1, quiet_opening + pv_rate*open_time)
        use_sst = min(1, quiet_opening + sst_rate*open_time)
        use_pyramidal = min(1, quiet_opening + e_rate*open_time)
        use_habenula = min(1, quiet_opening + burst_opening*habenula_bursting)

        d block_pv/dt = k_off*use_pv*(bound_pv*(1 - block_pv) - block_pv)
        d block_sst/dt = k_off*use_sst*(bound_sst*(1 - block_sst) - block_sst)
        d block_pyramidal/dt = k_off*use_pyramidal*(bound_pyramidal*(1 - block_pyramidal) - block_pyramidal)
        d block_extrasynaptic/dt = k_off*ambient_opening*(bound_extrasynaptic*(1 - block_extrasynaptic) - block_extrasynaptic)
        d block_resting/dt = k_off*quiet_opening*(bound_pyramidal*(1 - block_resting) - block_resting)

        sinking = trapping_rate*habenula_bursting*block_habenula
        rising = habenula_bursting*trapped_habenula/untrapping_time
        d block_habenula/dt = k_off*use_habenula*(bound_pyramidal*(1 - block_habenula - trapped_habenula) - block_habenula) -
            sinking + rising
        d trapped_habenula/dt = sinking - rising

        memantine_pv = memantine_brain_free*((left_2a_pv + left_2b_pv)/memantine_ic50_2ab + left_2d_pv/memantine_ic50_2d)/intact_pv
        memantine_sst = memantine_brain_free*
            ((left_2a_sst + left_2b_sst)/memantine_ic50_2ab + left_2d_sst/memantine_ic50_2d)/intact_sst
        memantine_pyramidal = memantine_brain_free/memantine_ic50_2ab
        open_pv = 1 - hill(memantine_pv, 1, 1)*(1 - memantine_untrapped*(1 - use_pv))
        open_sst = 1 - hill(memantine_sst, 1, 1)*(1 - memantine_untrapped*(1 - use_sst))
        open_pyramidal = 1 - hill(memantine_pyramidal, 1, 1)*(1 - memantine_untrapped*(1 - use_pyramidal))
        open_extrasynaptic = 1 - hill(memantine_pyramidal, 1, 1)*(1 - memantine_untrapped*(1 - ambient_opening))
        open_resting = 1 - memantine_at_rest*hill(memantine_pyramidal, 1, 1)*(1 - memantine_untrapped*(1 - quiet_opening))

        lanicemine = hill(lanicemine_brain_free, lanicemine_ic50, 1)
        past_pv = 1 - lanicemine*(1 - lanicemine_untrapped*(1 - use_pv))
        past_sst = 1 - lanicemine*(1 - lanicemine_untrapped*(1 - use_sst))
        past_pyramidal = 1 - lanicemine*(1 - lanicemine_untrapped*(1 - use_pyramidal))
        past_quiet = 1 - lanicemine*(1 - lanicemine_untrapped)

        nmda_pv = nmda_receptors*glun1_pv*intact_pv*(1 - block_pv)*open_pv*past_pv
        nmda_sst = nmda_receptors*intact_sst*(1 - block_sst)*open_sst*past_sst
        nmda_pyramidal = nmda_receptors*intact_pyramidal*(1 - block_pyramidal)*open_pyramidal*past_pyramidal
        nmda_extrasynaptic = nmda_receptors*glun2b_left*glun2b_pyramidal*(1 - block_extrasynaptic)*open_extrasynaptic*past_quiet
        nmda_resting = nmda_receptors*intact_pyramidal*(1 - block_resting)*open_resting*past_quiet
        nmda_habenula = nmda_receptors*nmda_habenula_local*intact_pyramidal*
            (1 - block_habenula - trapped_habenula)*open_pyramidal*past_pyramidal
    """,
)
