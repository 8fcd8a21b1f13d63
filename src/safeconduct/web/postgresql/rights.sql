-- Who may do what to which table, for two roles that own none: safeconduct_web serves pages, safeconduct_jobs sweeps.
-- Run by `safeconduct migrate` as the owner, in one transaction, as often as you like: it begins by taking all back.
--
-- safeconduct.organisation is set by a member's request for as long as it reads or writes (access/desk/seeing.py).
-- It is empty for a defender's request, while somebody signs in, and for jobs. Whoever can send statements of their
-- own as safeconduct_web can set it too: the policies hold the program to its own rules; against such a person only
-- the privileges stand.

DO $$
DECLARE kept record;
BEGIN
    FOR kept IN SELECT policyname, tablename FROM pg_policies WHERE schemaname = 'public' LOOP
        EXECUTE format('DROP POLICY %I ON public.%I', kept.policyname, kept.tablename);
    END LOOP;
END $$;
REVOKE ALL ON ALL TABLES IN SCHEMA public FROM PUBLIC, safeconduct_web, safeconduct_jobs;


-- Privileges. A column that the program never changes cannot be changed: no root key, no certificate, no entry.

GRANT SELECT ON django_migrations TO safeconduct_web, safeconduct_jobs;

GRANT SELECT, INSERT, UPDATE (reads_within_hours, urgent_within_hours, staffed_from, staffed_until, takes_requests)
    ON access_organisation TO safeconduct_web;
GRANT SELECT, INSERT, UPDATE (name) ON access_compartment TO safeconduct_web;
GRANT SELECT, INSERT, UPDATE (certified_by, signature) ON access_compartmentepoch TO safeconduct_web;
GRANT SELECT, INSERT, UPDATE (wrapped), DELETE ON access_compartmentwrap TO safeconduct_web;
GRANT SELECT, INSERT, UPDATE (name, closed_on) ON access_post TO safeconduct_web;
GRANT SELECT, INSERT, DELETE ON access_roster TO safeconduct_web;
GRANT SELECT, INSERT, DELETE ON access_loadlimit TO safeconduct_web;
GRANT SELECT, INSERT, DELETE ON access_practicepoint TO safeconduct_web;
GRANT SELECT, INSERT, UPDATE (outcome, ended_on) ON access_practiceadoption TO safeconduct_web;
GRANT SELECT, INSERT ON access_trainingtaken TO safeconduct_web;
GRANT SELECT, INSERT, UPDATE (number) ON access_awarenessanswer TO safeconduct_web;
GRANT SELECT, INSERT, UPDATE (
        salt, first_verifier, first_secret, first_totp, second_verifier, second_secret, second_totp,
        paper_secret, factors, first_passkeys, second_passkeys, post, ended_on) ON access_member TO safeconduct_web;
GRANT SELECT, INSERT, DELETE ON access_membercertificate TO safeconduct_web;
GRANT SELECT, INSERT ON access_certificateend TO safeconduct_web;
GRANT SELECT, INSERT, DELETE ON access_emptypost TO safeconduct_web;
-- An invitation is locked, never changed; to lock a row one must be allowed to change a column of it.
GRANT SELECT, INSERT, UPDATE (name), DELETE ON access_invitation TO safeconduct_web;
GRANT SELECT, INSERT, UPDATE (from_day, until_day), DELETE ON access_appointment TO safeconduct_web;
GRANT SELECT, INSERT, UPDATE (organisation, signed_by, signature, asked_on), DELETE
    ON access_admission TO safeconduct_web;
GRANT SELECT, INSERT, UPDATE (organisation, asked_on, epoch, public_seal, made_by, signature), DELETE
    ON access_askedepoch TO safeconduct_web;
GRANT SELECT, INSERT ON access_journalcheckpoint TO safeconduct_web;
GRANT SELECT, INSERT, UPDATE (public_seal, rehearsal_seal, made_on, rehearsed_on, ended_on)
    ON access_recoverykey TO safeconduct_web;
GRANT SELECT, INSERT ON access_recoverysignature TO safeconduct_web;
GRANT SELECT, INSERT, UPDATE (checked_on) ON access_recoveryholder TO safeconduct_web;
GRANT SELECT, INSERT, UPDATE (sealed), DELETE ON access_recoverypart TO safeconduct_web;
GRANT SELECT, INSERT ON access_recoverytrust TO safeconduct_web;
GRANT SELECT, INSERT, DELETE ON access_recoverywrap TO safeconduct_web;
GRANT SELECT, INSERT, UPDATE (sealed_secret, ended_on, outcome) ON access_ceremony TO safeconduct_web;
GRANT SELECT, INSERT ON access_ceremonyapproval TO safeconduct_web;
GRANT SELECT, INSERT, DELETE ON access_ceremonypart TO safeconduct_web;
GRANT SELECT, INSERT, UPDATE (body), DELETE ON access_memberfilters TO safeconduct_web;
GRANT SELECT, INSERT, DELETE ON access_noticeaddress TO safeconduct_web;
GRANT SELECT, INSERT, UPDATE (body), DELETE ON access_session TO safeconduct_web;
GRANT SELECT, INSERT ON access_journalline TO safeconduct_web;

GRANT SELECT, INSERT, UPDATE (erase_after, erased_on) ON dossiers_dossier TO safeconduct_web;
GRANT SELECT, INSERT ON dossiers_entry TO safeconduct_web;
GRANT SELECT, INSERT ON dossiers_entrykey TO safeconduct_web;
GRANT SELECT, INSERT, UPDATE (epoch, wrapped), DELETE ON dossiers_grant TO safeconduct_web;
GRANT SELECT, INSERT ON dossiers_endedgrant TO safeconduct_web;
GRANT SELECT, INSERT, DELETE ON dossiers_keeping TO safeconduct_web;
GRANT SELECT, INSERT, UPDATE (epoch), DELETE ON dossiers_cardnote TO safeconduct_web;
GRANT SELECT, INSERT, UPDATE (wrapped), DELETE ON dossiers_cardnotekey TO safeconduct_web;
GRANT SELECT, INSERT, UPDATE (body) ON dossiers_cardsegment TO safeconduct_web;
GRANT SELECT, INSERT, UPDATE (epoch, wrapped, words) ON dossiers_segmentkey TO safeconduct_web;
GRANT SELECT, INSERT, UPDATE (dossier, gone_by) ON dossiers_storedfile TO safeconduct_web;

GRANT SELECT, INSERT, UPDATE (body, gone_by) ON intake_draft TO safeconduct_web;
-- A link is locked, never changed; to lock a row one must be allowed to change a column of it.
GRANT SELECT, INSERT, UPDATE (gone_by), DELETE ON intake_sourcelink TO safeconduct_web;
GRANT SELECT, INSERT, UPDATE (frozen), DELETE ON intake_box TO safeconduct_web;
GRANT SELECT, INSERT, DELETE ON intake_progress TO safeconduct_web;
GRANT SELECT, INSERT ON intake_importedappeal TO safeconduct_web;

-- Jobs read no sealed column. They lock compartments; the policies see to it that jobs, which speak for no organisation,
-- change none of them.
GRANT SELECT (ref, time_zone) ON access_organisation TO safeconduct_jobs;
GRANT SELECT, UPDATE (name) ON access_compartment TO safeconduct_jobs;
GRANT SELECT (row, owner, gone_by), DELETE ON access_session TO safeconduct_jobs;
GRANT SELECT, UPDATE (erase_after, erased_on) ON dossiers_dossier TO safeconduct_jobs;
GRANT SELECT (id, dossier, seq, scope_ref) ON dossiers_entry TO safeconduct_jobs;
GRANT SELECT (id, dossier, seq), DELETE ON dossiers_entrykey TO safeconduct_jobs;
GRANT SELECT (id, dossier, scope_ref, compartment, epoch, expires_on), DELETE ON dossiers_grant TO safeconduct_jobs;
GRANT SELECT, DELETE ON dossiers_keeping TO safeconduct_jobs;
GRANT SELECT, INSERT, UPDATE ON dossiers_sweep TO safeconduct_jobs;
GRANT SELECT, UPDATE (next_at, upto) ON access_noticeaddress TO safeconduct_jobs;
GRANT SELECT (id, compartment, epoch, dossier), DELETE ON dossiers_cardnote TO safeconduct_jobs;
GRANT SELECT (note), DELETE ON dossiers_cardnotekey TO safeconduct_jobs;
GRANT SELECT, UPDATE (dossier, gone_by), DELETE ON dossiers_storedfile TO safeconduct_jobs;
GRANT SELECT (row, gone_by), DELETE ON intake_draft TO safeconduct_jobs;
GRANT SELECT (row, gone_by), DELETE ON intake_sourcelink TO safeconduct_jobs;
GRANT SELECT (id, dossier), DELETE ON intake_progress TO safeconduct_jobs;

-- So that what was destroyed can be cleaned out at once. Before PostgreSQL 17 only the owner may do that.
DO $$
BEGIN
    IF current_setting('server_version_num')::int >= 170000 THEN
        GRANT MAINTAIN ON dossiers_entrykey, dossiers_grant, dossiers_cardnote, dossiers_cardnotekey, dossiers_segmentkey,
            dossiers_cardsegment, intake_progress, intake_box, access_session, intake_draft, intake_sourcelink,
            access_member, access_compartmentwrap, access_recoverypart, access_recoverywrap, access_ceremony,
            access_ceremonypart
            TO safeconduct_web, safeconduct_jobs;
    END IF;
END $$;


-- Which rows.

-- Whether the organisation that is set holds a dossier, or one of its compartments can read it. Runs as the owner:
-- the policies of grants ask it about grants.
CREATE OR REPLACE FUNCTION safeconduct_holds(dossier varchar) RETURNS boolean
    LANGUAGE sql STABLE PARALLEL SAFE SECURITY DEFINER SET search_path = pg_catalog
AS $$
    SELECT EXISTS (
        SELECT FROM public.dossiers_dossier AS one
        WHERE one.ref = $1 AND one.organisation = current_setting('safeconduct.organisation', true)
    ) OR EXISTS (
        SELECT FROM public.dossiers_grant AS one JOIN public.access_compartment AS its ON its.ref = one.compartment
        WHERE one.dossier = $1 AND its.organisation = current_setting('safeconduct.organisation', true)
    )
$$;

CREATE OR REPLACE FUNCTION safeconduct_organisation() RETURNS varchar
    LANGUAGE sql STABLE PARALLEL SAFE SET search_path = pg_catalog
AS $$ SELECT coalesce(current_setting('safeconduct.organisation', true), '') $$;

-- The directory is public; only the organisation itself changes what it says there.
ALTER TABLE access_organisation ENABLE ROW LEVEL SECURITY;
CREATE POLICY anybody_reads ON access_organisation FOR SELECT USING (true);
CREATE POLICY itself_adds ON access_organisation FOR INSERT WITH CHECK (ref = (SELECT safeconduct_organisation()));
CREATE POLICY itself_changes ON access_organisation FOR UPDATE USING (ref = (SELECT safeconduct_organisation()));

-- Anybody may lock a compartment; nobody but its organisation changes it.
ALTER TABLE access_compartment ENABLE ROW LEVEL SECURITY;
CREATE POLICY anybody_reads ON access_compartment FOR SELECT USING (true);
CREATE POLICY its_own_adds ON access_compartment FOR INSERT
    WITH CHECK (organisation = (SELECT safeconduct_organisation()));
CREATE POLICY its_own_changes ON access_compartment FOR UPDATE USING (true)
    WITH CHECK (organisation = (SELECT safeconduct_organisation()));

-- Public keys and what vouches for them: whoever seals must be able to check them.
ALTER TABLE access_compartmentepoch ENABLE ROW LEVEL SECURITY;
CREATE POLICY anybody_reads ON access_compartmentepoch FOR SELECT USING (true);
CREATE POLICY its_own_adds ON access_compartmentepoch FOR INSERT WITH CHECK (
    compartment IN (SELECT ref FROM access_compartment WHERE organisation = (SELECT safeconduct_organisation())));
CREATE POLICY its_own_changes ON access_compartmentepoch FOR UPDATE USING (
    compartment IN (SELECT ref FROM access_compartment WHERE organisation = (SELECT safeconduct_organisation())));
ALTER TABLE access_membercertificate ENABLE ROW LEVEL SECURITY;
CREATE POLICY anybody_reads ON access_membercertificate FOR SELECT USING (true);
CREATE POLICY its_own_adds ON access_membercertificate FOR INSERT
    WITH CHECK (organisation = (SELECT safeconduct_organisation()));
CREATE POLICY its_own_drops ON access_membercertificate FOR DELETE
    USING (organisation = (SELECT safeconduct_organisation()));
ALTER TABLE access_certificateend ENABLE ROW LEVEL SECURITY;
CREATE POLICY anybody_reads ON access_certificateend FOR SELECT USING (true);
CREATE POLICY its_own_adds ON access_certificateend FOR INSERT
    WITH CHECK (organisation = (SELECT safeconduct_organisation()));

-- Staff: readable for one's own organisation, and by name while somebody signs in or types the code of an invitation.
ALTER TABLE access_post ENABLE ROW LEVEL SECURITY;
CREATE POLICY its_own_reads ON access_post FOR SELECT
    USING ((SELECT safeconduct_organisation()) IN ('', organisation));
CREATE POLICY its_own_adds ON access_post FOR INSERT WITH CHECK (organisation = (SELECT safeconduct_organisation()));
CREATE POLICY its_own_changes ON access_post FOR UPDATE USING (organisation = (SELECT safeconduct_organisation()));
ALTER TABLE access_emptypost ENABLE ROW LEVEL SECURITY;
CREATE POLICY its_own ON access_emptypost USING (organisation = (SELECT safeconduct_organisation()));
ALTER TABLE access_roster ENABLE ROW LEVEL SECURITY;
CREATE POLICY its_own ON access_roster USING (organisation = (SELECT safeconduct_organisation()));
ALTER TABLE access_loadlimit ENABLE ROW LEVEL SECURITY;
CREATE POLICY its_own ON access_loadlimit USING (organisation = (SELECT safeconduct_organisation()));
ALTER TABLE access_practicepoint ENABLE ROW LEVEL SECURITY;
CREATE POLICY its_own ON access_practicepoint USING (organisation = (SELECT safeconduct_organisation()));
ALTER TABLE access_practiceadoption ENABLE ROW LEVEL SECURITY;
CREATE POLICY its_own ON access_practiceadoption USING (organisation = (SELECT safeconduct_organisation()));
ALTER TABLE access_trainingtaken ENABLE ROW LEVEL SECURITY;
CREATE POLICY its_own ON access_trainingtaken USING (organisation = (SELECT safeconduct_organisation()));
ALTER TABLE access_awarenessanswer ENABLE ROW LEVEL SECURITY;
CREATE POLICY its_own ON access_awarenessanswer USING (organisation = (SELECT safeconduct_organisation()));
ALTER TABLE access_member ENABLE ROW LEVEL SECURITY;
CREATE POLICY its_own_reads ON access_member FOR SELECT
    USING ((SELECT safeconduct_organisation()) IN ('', organisation));
CREATE POLICY its_own_adds ON access_member FOR INSERT WITH CHECK (organisation = (SELECT safeconduct_organisation()));
CREATE POLICY its_own_changes ON access_member FOR UPDATE USING (organisation = (SELECT safeconduct_organisation()));

ALTER TABLE access_invitation ENABLE ROW LEVEL SECURITY;
CREATE POLICY its_own_reads ON access_invitation FOR SELECT
    USING ((SELECT safeconduct_organisation()) IN ('', organisation));
CREATE POLICY its_own_adds ON access_invitation FOR INSERT
    WITH CHECK (organisation = (SELECT safeconduct_organisation()));
CREATE POLICY its_own_changes ON access_invitation FOR UPDATE
    USING (organisation = (SELECT safeconduct_organisation()));
CREATE POLICY its_own_drops ON access_invitation FOR DELETE
    USING (organisation = (SELECT safeconduct_organisation()));
ALTER TABLE access_appointment ENABLE ROW LEVEL SECURITY;
CREATE POLICY its_own ON access_appointment USING (organisation = (SELECT safeconduct_organisation()));
ALTER TABLE access_admission ENABLE ROW LEVEL SECURITY;
CREATE POLICY its_own ON access_admission USING (organisation = (SELECT safeconduct_organisation()));
ALTER TABLE access_askedepoch ENABLE ROW LEVEL SECURITY;
CREATE POLICY its_own ON access_askedepoch USING (organisation = (SELECT safeconduct_organisation()));

-- Recovery keys: of their organisation, and of those whose members hold parts of them.
CREATE OR REPLACE FUNCTION safeconduct_holds_parts(key varchar) RETURNS boolean
    LANGUAGE sql STABLE PARALLEL SAFE SECURITY DEFINER SET search_path = pg_catalog
AS $$
    SELECT EXISTS (
        SELECT FROM public.access_recoverykey AS one
        WHERE one.ref = $1 AND one.organisation = current_setting('safeconduct.organisation', true)
    ) OR EXISTS (
        SELECT FROM public.access_recoveryholder AS one JOIN public.access_member AS its ON its.ref = one.member
        WHERE one.key = $1 AND its.organisation = current_setting('safeconduct.organisation', true)
    )
$$;
ALTER TABLE access_recoverykey ENABLE ROW LEVEL SECURITY;
CREATE POLICY who_holds_parts ON access_recoverykey
    USING (organisation = (SELECT safeconduct_organisation()) OR safeconduct_holds_parts(ref))
    WITH CHECK (organisation = (SELECT safeconduct_organisation()));
ALTER TABLE access_recoverysignature ENABLE ROW LEVEL SECURITY;
CREATE POLICY who_holds_parts ON access_recoverysignature USING (safeconduct_holds_parts(key));
ALTER TABLE access_recoveryholder ENABLE ROW LEVEL SECURITY;
CREATE POLICY who_holds_parts ON access_recoveryholder USING (safeconduct_holds_parts(key));
ALTER TABLE access_recoverypart ENABLE ROW LEVEL SECURITY;
CREATE POLICY who_holds_parts ON access_recoverypart USING (safeconduct_holds_parts(key));
ALTER TABLE access_recoverytrust ENABLE ROW LEVEL SECURITY;
CREATE POLICY who_holds_parts ON access_recoverytrust USING (safeconduct_holds_parts(key));
ALTER TABLE access_recoverywrap ENABLE ROW LEVEL SECURITY;
CREATE POLICY who_holds_parts ON access_recoverywrap USING (safeconduct_holds_parts(key));
ALTER TABLE access_ceremony ENABLE ROW LEVEL SECURITY;
CREATE POLICY who_holds_parts ON access_ceremony
    USING (organisation = (SELECT safeconduct_organisation()) OR safeconduct_holds_parts(key));
ALTER TABLE access_ceremonyapproval ENABLE ROW LEVEL SECURITY;
CREATE POLICY whose_ceremony ON access_ceremonyapproval USING (ceremony IN (SELECT ref FROM access_ceremony));
ALTER TABLE access_ceremonypart ENABLE ROW LEVEL SECURITY;
CREATE POLICY whose_ceremony ON access_ceremonypart USING (ceremony IN (SELECT ref FROM access_ceremony));

-- What a member keeps for nobody but themselves.
ALTER TABLE access_memberfilters ENABLE ROW LEVEL SECURITY;
CREATE POLICY its_own ON access_memberfilters USING (
    member IN (SELECT ref FROM access_member WHERE organisation = (SELECT safeconduct_organisation())));
-- Where an organisation is told by mail: its own members set it, jobs send there.
ALTER TABLE access_noticeaddress ENABLE ROW LEVEL SECURITY;
CREATE POLICY its_own ON access_noticeaddress USING (organisation = (SELECT safeconduct_organisation()));
CREATE POLICY jobs_send ON access_noticeaddress TO safeconduct_jobs USING (true);

-- What only a member's request needs: keys of compartments, lists, the journal. Not even a defender's sees one row.
ALTER TABLE access_compartmentwrap ENABLE ROW LEVEL SECURITY;
CREATE POLICY its_own ON access_compartmentwrap USING (
    compartment IN (SELECT ref FROM access_compartment WHERE organisation = (SELECT safeconduct_organisation())));
ALTER TABLE dossiers_cardsegment ENABLE ROW LEVEL SECURITY;
CREATE POLICY its_own ON dossiers_cardsegment USING (
    compartment IN (SELECT ref FROM access_compartment WHERE organisation = (SELECT safeconduct_organisation())));
ALTER TABLE dossiers_segmentkey ENABLE ROW LEVEL SECURITY;
CREATE POLICY its_own ON dossiers_segmentkey USING (
    compartment IN (SELECT ref FROM access_compartment WHERE organisation = (SELECT safeconduct_organisation())));
ALTER TABLE access_journalline ENABLE ROW LEVEL SECURITY;
CREATE POLICY its_own ON access_journalline USING (organisation = (SELECT safeconduct_organisation()));
ALTER TABLE access_journalcheckpoint ENABLE ROW LEVEL SECURITY;
CREATE POLICY its_own ON access_journalcheckpoint USING (organisation = (SELECT safeconduct_organisation()));

-- Dossiers: for a member those that their organisation holds or can read. A defender's request reaches them by
-- references that only the box of a code holds, which no policy can know.
ALTER TABLE dossiers_dossier ENABLE ROW LEVEL SECURITY;
CREATE POLICY who_holds_it ON dossiers_dossier
    USING ((SELECT safeconduct_organisation()) IN ('', organisation) OR safeconduct_holds(ref));
ALTER TABLE dossiers_entry ENABLE ROW LEVEL SECURITY;
CREATE POLICY who_holds_it ON dossiers_entry
    USING ((SELECT safeconduct_organisation()) = '' OR safeconduct_holds(dossier));
ALTER TABLE dossiers_entrykey ENABLE ROW LEVEL SECURITY;
CREATE POLICY who_holds_it ON dossiers_entrykey
    USING ((SELECT safeconduct_organisation()) = '' OR safeconduct_holds(dossier));
ALTER TABLE dossiers_grant ENABLE ROW LEVEL SECURITY;
CREATE POLICY who_holds_it ON dossiers_grant
    USING ((SELECT safeconduct_organisation()) = '' OR safeconduct_holds(dossier));
ALTER TABLE dossiers_keeping ENABLE ROW LEVEL SECURITY;
CREATE POLICY who_holds_it ON dossiers_keeping
    USING ((SELECT safeconduct_organisation()) = '' OR safeconduct_holds(dossier));
-- Who lost a share must learn that it ended.
ALTER TABLE dossiers_endedgrant ENABLE ROW LEVEL SECURITY;
CREATE POLICY who_held_it ON dossiers_endedgrant USING (
    (SELECT safeconduct_organisation()) = ''
    OR compartment IN (SELECT ref FROM access_compartment WHERE organisation = (SELECT safeconduct_organisation()))
    OR safeconduct_holds(dossier));
ALTER TABLE intake_progress ENABLE ROW LEVEL SECURITY;
CREATE POLICY who_holds_it ON intake_progress
    USING ((SELECT safeconduct_organisation()) = '' OR safeconduct_holds(dossier));
ALTER TABLE dossiers_storedfile ENABLE ROW LEVEL SECURITY;
CREATE POLICY who_holds_it ON dossiers_storedfile
    USING ((SELECT safeconduct_organisation()) = '' OR dossier = '' OR safeconduct_holds(dossier));
ALTER TABLE dossiers_cardnote ENABLE ROW LEVEL SECURITY;
CREATE POLICY who_lists_it ON dossiers_cardnote USING (
    (SELECT safeconduct_organisation()) = ''
    OR compartment IN (SELECT ref FROM access_compartment WHERE organisation = (SELECT safeconduct_organisation()))
    OR safeconduct_holds(dossier));
ALTER TABLE dossiers_cardnotekey ENABLE ROW LEVEL SECURITY;
CREATE POLICY who_lists_it ON dossiers_cardnotekey USING (note IN (SELECT id FROM dossiers_cardnote));

-- What belongs to no organisation. A member's request may make a box and see none.
ALTER TABLE intake_box ENABLE ROW LEVEL SECURITY;
CREATE POLICY defenders ON intake_box USING ((SELECT safeconduct_organisation()) = '') WITH CHECK (true);
ALTER TABLE access_session ENABLE ROW LEVEL SECURITY;
CREATE POLICY by_its_cookie ON access_session USING (true);
ALTER TABLE intake_draft ENABLE ROW LEVEL SECURITY;
CREATE POLICY by_its_token ON intake_draft USING (true);
ALTER TABLE intake_sourcelink ENABLE ROW LEVEL SECURITY;
CREATE POLICY by_its_token ON intake_sourcelink USING (true);
ALTER TABLE intake_importedappeal ENABLE ROW LEVEL SECURITY;
CREATE POLICY by_its_hash ON intake_importedappeal USING (true);
ALTER TABLE dossiers_sweep ENABLE ROW LEVEL SECURITY;
CREATE POLICY jobs_note ON dossiers_sweep TO safeconduct_jobs USING (true);
