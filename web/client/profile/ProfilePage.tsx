// One's own page: what one says of oneself, what one allows each brand, and one's data.

import { t } from "../lib/words";
import type { BrandConsentsView, ExportView, LookView, ProfileView } from "../types.gen";
import { BrandConsents } from "./BrandConsents";
import { Erase } from "./Erase";
import { Export } from "./Export";
import { Looks } from "./Looks";
import { ProfileForm } from "./ProfileForm";

export interface ProfilePageProps {
  profile: ProfileView;
  brands: BrandConsentsView[];
  export: ExportView | null;
  looks: LookView[];
}

export function ProfilePage({ profile, brands, export: last, looks }: ProfilePageProps) {
  return (
    <div class="profile">
      <ProfileForm profile={profile} />
      <BrandConsents brands={brands} />
      <section class="card card-pad stack" aria-labelledby="my-data">
        <h2 id="my-data">{t("My data")}</h2>
        <Export last={last} />
        <Looks looks={looks} />
        <Erase />
      </section>
    </div>
  );
}
